// Changing the association's list: one member, many at once, somebody new; taken back; two leaders who write the same field; without a network, with the tab closed in between.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, keptOffline, signInAs } from "./support/app";
import { test } from "./support/test";

const found = (page: Page) => page.getByRole("main").getByRole("status").filter({ hasText: /^\d+ of \d+ people$/ });
const table = (page: Page) => page.getByRole("grid", { name: "Table of volunteers" });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search the roster" });

/** As somebody else who keeps the list, without a browser. */
async function send(edits: unknown[]): Promise<void> {
  const id = randomUUID().slice(0, 18);
  const answer = await fetch(`${process.env.BASE_URL}/api/v1/roster/batches`, {
    method: "POST",
    headers: { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": id },
    body: JSON.stringify({ id, kind: "edit", why: null, made_at: new Date().toISOString(), edits }),
  });
  expect(answer.status).toBe(200);
}

const value = (field: string, from: string | null, to: string | null) => ({ value: { field, from, to } });

/** Somebody new on the list whom no other journey looks at. */
async function somebody(): Promise<{ id: string; name: string }> {
  const id = `e2e-${randomUUID().slice(0, 12)}`;
  const name = `Сынақ ${id.slice(4, 10)}`;
  await send([{ member: id, changes: [value("name", null, name), value("district", null, "abay")] }]);
  return { id, name };
}

async function member(id: string): Promise<any> {
  let path: string | undefined = "/api/v1/roster?limit=1000";
  while (path) {
    const answer: Response = await fetch(`${process.env.BASE_URL}${path}`, { headers: { authorization: "Bearer demo-association" } });
    const page: any = await answer.json();
    const here = page.items.find((one: any) => one.id === id);
    if (here) return here;
    const next: string | undefined = answer.headers.get("link")?.match(/<([^>]+)>; rel="next"/)?.[1];
    path = next && new URL(next, process.env.BASE_URL).pathname + new URL(next, process.env.BASE_URL).search;
  }
  return undefined;
}

test("a leader changes a member, somebody else meanwhile the same field; many at once, and taken back; a new one; without a network", async ({ context, page }) => {
  test.slow();
  const one = await somebody();
  const two = await somebody();
  await page.setViewportSize({ width: 1280, height: 800 });
  await signInAs(page, "+77000000500", "/roster");
  await expect(found(page)).toBeVisible();

  // What is wrong is told beside its field, and nothing that was written is lost.
  await search(page).fill(one.name);
  await expect(found(page)).toHaveText(/^1 of /);
  await table(page).getByRole("row").filter({ hasText: one.name }).click();
  const card = page.getByRole("dialog");
  await card.getByRole("button", { name: "Change", exact: true }).click();
  await card.getByRole("textbox", { name: "Phone" }).fill("12");
  await card.getByRole("textbox", { name: "Since" }).fill("yesterday");
  await card.getByRole("textbox", { name: "Name" }).fill("");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("Write the name.")).toBeVisible();
  await expect(card.getByText("This does not look like a date.")).toBeVisible();
  await expect(card.getByRole("textbox", { name: "Phone" })).toHaveAttribute("aria-invalid", "true");
  await expect(card.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(card.getByText("What you wrote is not saved")).toBeVisible();
  await expect(card.getByRole("textbox", { name: "Since" })).toHaveValue("yesterday");

  await card.getByRole("textbox", { name: "Name" }).fill(one.name);
  await card.getByRole("textbox", { name: "Phone" }).fill("8 (700) 123-45-67");
  await card.getByRole("textbox", { name: "Since" }).fill("2024-09");
  await card.getByRole("combobox", { name: "Standing" }).selectOption("paused");
  await card.getByRole("combobox", { name: "Groups: a new one" }).fill("Сынақ тобы");
  await card.getByRole("button", { name: "Groups: Add" }).click();
  // Not added by its button, and not lost.
  await card.getByRole("combobox", { name: "Tags: a new one" }).fill("жүргізуші");
  await card.getByRole("textbox", { name: "Why (optional)" }).fill("Called on the phone");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("The changes are saved.")).toBeVisible();
  // Its history, which comes when it comes, says the same once more.
  for (const now of ["+7 700 123 45 67", "September 2024", "Сынақ тобы"]) await expect(card.getByRole("definition").filter({ hasText: now })).toBeVisible();
  await expect.poll(() => member(one.id)).toMatchObject({ phone: "+77001234567", standing: "paused", tags: ["жүргізуші"], groups: ["Сынақ тобы"] });
  await page.keyboard.press("Escape");
  await table(page).getByRole("row").filter({ hasText: one.name }).click();
  await expect(card.getByText("Called on the phone")).toBeVisible();

  // Somebody else writes the district while it is being changed here: both are shown.
  await card.getByRole("button", { name: "Change", exact: true }).click();
  await send([{ member: one.id, changes: [value("district", "abay", "turan")] }]);
  await card.getByRole("combobox", { name: "District" }).selectOption("karatau");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByRole("button", { name: "Change", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  const clash = page.getByRole("region", { name: "Somebody else has changed this meanwhile" });
  await expect(clash.getByText(/^District: you wrote Karatau.*, now it says Turan/)).toBeVisible();
  await clash.getByRole("button", { name: "Write mine" }).click();
  await expect(clash).toHaveCount(0);
  await expect.poll(() => member(one.id)).toMatchObject({ district: "karatau" });

  // Many at once: by the keyboard and by the box, and taken back.
  await search(page).fill("Сынақ");
  await expect(table(page).getByRole("row").filter({ hasText: two.name })).toBeVisible();
  await search(page).fill(one.name);
  await expect(found(page)).toHaveText(/^1 of /);
  await table(page).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("1 chosen")).toBeVisible();
  await search(page).fill(two.name);
  await page.getByRole("checkbox", { name: `Choose: ${two.name}` }).check();
  await expect(page.getByText("2 chosen")).toBeVisible();
  // Who is chosen stays in sight wherever one scrolls to.
  await page.setViewportSize({ width: 1280, height: 420 });
  for (const to of [0, 100_000]) {
    await page.evaluate((to) => scrollTo(0, to), to);
    await expect(page.getByText("2 chosen")).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Change those chosen" }).click();
  const bulk = page.getByRole("dialog", { name: "Change those chosen" });
  await expect(bulk.getByText("Of 2 chosen, 0 would change.")).toBeVisible();
  // A value that nobody has chosen empties nothing: that is a wish of its own.
  await bulk.getByRole("combobox", { name: "What to do" }).selectOption({ label: "District: set" });
  await expect(bulk.getByText("Of 2 chosen, 0 would change.")).toBeVisible();
  await bulk.getByRole("combobox", { name: "What to do" }).selectOption({ label: "District: clear" });
  await expect(bulk.getByRole("combobox", { name: "Value" })).toHaveCount(0);
  await bulk.getByRole("combobox", { name: "What to do" }).selectOption({ label: "Tags: add" });
  await bulk.getByRole("combobox", { name: "Value" }).fill("жүргізуші");
  await expect(bulk.getByText("Of 2 chosen, 1 would change.")).toBeVisible();
  await bulk.getByRole("combobox", { name: "Value" }).fill("наурыз");
  await bulk.getByRole("button", { name: "Change 2 people" }).click();
  await expect(page.getByText("2 people changed")).toBeVisible();
  await expect.poll(() => member(two.id)).toMatchObject({ tags: ["наурыз"] });
  await expect(page.getByRole("status").filter({ hasText: "2 people changed" })).toHaveText(/changed\s*Take back$/);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Taken back. What others changed later has stayed.")).toBeVisible();
  await expect.poll(() => member(two.id)).toMatchObject({ tags: [] });
  expect((await member(one.id)).tags).toEqual(["жүргізуші"]);

  // Without a network it is kept, sealed, also with the tab closed, and sent once; the frame counts it.
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Add a person" }).click();
  const name = `Жаңа ${randomUUID().slice(0, 6)}`;
  await card.getByRole("textbox", { name: "Name" }).fill(name);
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("Kept on this device; it is sent when there is a connection.")).toBeVisible();
  await page.close();
  const again = await context.newPage();
  await again.goto("/outbox");
  await expect(again.getByText("Changes of the roster that wait here: 1.")).toBeVisible();
  await again.getByRole("main").getByRole("link", { name: "Roster" }).click();
  await search(again).fill(name);
  await expect(table(again).getByRole("row").filter({ hasText: name })).toBeVisible();
  await context.setOffline(false);
  await expect(table(again).getByText("not sent yet")).toHaveCount(0, { timeout: 90_000 });
  await expect(table(again).getByRole("row").filter({ hasText: name })).toHaveCount(1);

  for (const colorScheme of ["light", "dark"] as const) {
    await coloured(again, colorScheme);
    expect((await new AxeBuilder({ page: again }).analyze()).violations).toEqual([]);
  }
  await table(again).getByRole("row").filter({ hasText: name }).click();
  await again.getByRole("dialog").getByRole("button", { name: "Change", exact: true }).click();
  expect((await new AxeBuilder({ page: again }).analyze()).violations).toEqual([]);
  await again.setViewportSize({ width: 320, height: 640 });
  expect(await again.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("people beside each other are chosen with Shift, by mouse and by keyboard; a phone is found by its last digits", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  const boxes = table(page).getByRole("checkbox", { name: /^Choose: / });
  await boxes.nth(1).check();
  await boxes.nth(5).click({ modifiers: ["Shift"] });
  await expect(page.getByText("5 chosen")).toBeVisible();
  // And back.
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("3 chosen")).toBeVisible();
  // Whoever was chosen last is not in this list: then it is only the one that is pressed.
  const last = (await table(page).getByRole("row").nth(2).getByRole("rowheader").textContent())!.trim();
  await search(page).fill(last);
  await expect(found(page)).toHaveText(/^\d{1,2} of /);
  const before = await boxes.first().isChecked();
  await boxes.first().click({ modifiers: ["Shift"] });
  await expect(boxes.first()).toBeChecked({ checked: !before });
  await expect(page.getByText(before ? "2 chosen" : "4 chosen")).toBeVisible();
  await search(page).fill("");
  await table(page).focus();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^\d chosen/)).toHaveCount(0);
  await page.keyboard.press("Home");
  for (let row = 0; row < 3; row++) await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByText("4 chosen")).toBeVisible();
  await page.keyboard.press("Escape");

  const phone = /\+7 \d{3} \d{3} (\d\d) (\d\d)/.exec((await table(page).textContent())!)!;
  await search(page).fill(`${phone[1]}${phone[2]}`);
  await expect(found(page)).toHaveText(/^\d{1,2} of /);
  await expect(table(page).getByText(phone[0]).first()).toBeVisible();
});
