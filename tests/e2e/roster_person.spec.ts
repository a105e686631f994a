// What is known of a member besides the list (hours, when they last came, consent), notes, and who else is at the list.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { coloured, keptOffline } from "./support/app";
import { ownBackend, type OwnBackend } from "./support/own";
import { test } from "./support/test";

let hub: OwnBackend;
test.beforeAll(async () => {
  hub = await ownBackend();
});
test.afterAll(() => hub?.stop());

const found = (page: Page) => page.getByRole("main").getByRole("status").filter({ hasText: /^\d+ of \d+ people$/ });
const table = (page: Page) => page.getByRole("grid", { name: "Table of volunteers" });
const shown = async (page: Page) => Number((await found(page).textContent())!.split(" ")[0]);

async function open(page: Page, contact: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${hub.url}/sign-in?next=/roster&lang=en`);
  await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(contact);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("button", { name: "Fill in the code" }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(found(page)).toBeVisible();
}

test("hours and when somebody last came stand in the list, cut it and sort it, also without a network", async ({ context, page }) => {
  test.slow();
  await open(page, "gulnar.demo@meyirim.example");
  const hours = page.getByRole("region", { name: "Hours" });
  const some = hours.getByRole("button", { name: /^under 20 hours/ });
  await expect(some).toBeVisible();
  const counted = Number((await some.textContent())!.replace("under 20 hours", ""));
  expect(counted).toBeGreaterThan(5);
  await some.click();
  await expect(found(page)).toHaveText(new RegExp(`^${counted} of `));
  // Who has the most comes first, and the card says in how many shifts.
  const head = table(page).getByRole("columnheader", { name: "Hours" });
  await head.getByRole("button").click();
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await table(page).getByRole("rowheader").first().click();
  const card = page.getByRole("dialog");
  await expect(card.getByText(/confirmed in \d+ shifts?/)).toBeVisible();
  await expect(card.getByText(/^Last came on /)).toBeVisible();
  await card.getByText("Shifts", { exact: true }).click();
  await expect(card.getByRole("listitem").filter({ has: page.getByRole("link") }).first()).toBeVisible();
  for (const scheme of ["light", "dark"] as const) {
    await coloured(page, scheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.keyboard.press("Escape");
  // How a consent stands is a segment too, and everybody is in one of its steps.
  await some.click();
  const consent = page.getByRole("region", { name: "Consent until" });
  const steps = ["in force", "ends within 30 days", "ended", "no consent"];
  const count = async (step: string) => {
    const button = consent.getByRole("button", { name: new RegExp(`^${step} ?\\d+$`) });
    return (await button.count()) ? Number((await button.textContent())!.replace(step, "")) : 0;
  };
  await expect.poll(async () => (await Promise.all(steps.map(count))).reduce((sum, one) => sum + one)).toBe(await shown(page));

  await keptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(some).toHaveText(new RegExp(`${counted}$`));
  await context.setOffline(false);
});

test("a note is written without a network, read by another leader, and taken away again", async ({ browser, context, page }) => {
  test.slow();
  await open(page, "gulnar.demo@meyirim.example");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill("8 700 0");
  await table(page).getByRole("rowheader").nth(3).click();
  const card = page.getByRole("dialog");
  const name = (await card.getByRole("heading", { level: 2 }).textContent())!;
  await expect(card.getByText("Notes are seen by everybody who sees this member")).toBeVisible();
  const note = card.getByRole("textbox", { name: "New note" });
  // Too long: told beside the field, and nothing is lost.
  const long = "Сенбі, жексенбі; ".repeat(40);
  await note.fill(long);
  await card.getByRole("button", { name: "Add a note" }).click();
  await expect(card.getByText("The note is too long: at most 600 characters.")).toBeVisible();
  await expect(note).toHaveValue(long);
  await context.setOffline(true);
  await note.fill("Сенбіде келе алмайды, көлігі бар; жазған дұрыс");
  await card.getByRole("button", { name: "Add a note" }).click();
  await expect(card.getByRole("listitem").filter({ hasText: "Сенбіде келе алмайды" })).toBeVisible();
  await expect(note).toHaveValue("");
  await expect(card.getByText(/^Kept on this device/)).toBeVisible();
  // What is written next is not lost when the first one is sent, nor by closing the card.
  await note.pressSequentially("Тағы бір");
  await context.setOffline(false);
  const other = await browser.newPage();
  await open(other, "elena.demo@meyirim.example");
  await other.getByRole("searchbox", { name: "Search the roster" }).fill("келе алмайды көлігі");
  await expect(found(other)).toHaveText(/^1 of /, { timeout: 120_000 });
  await expect(card.getByText(/^Kept on this device/)).toHaveCount(0, { timeout: 90_000 });
  await expect(note, "the field is the one that is being typed in").toBeFocused();
  await page.keyboard.type(" жазба");
  await expect(note).toHaveValue("Тағы бір жазба");
  // Nor by pressing Esc once or twice, or by opening the form.
  for (let press = 0; press < 2; press++) await page.keyboard.press("Escape");
  await expect(card.getByText("What you wrote is not saved: save it, or cancel.")).toBeVisible();
  await card.getByRole("button", { name: "Change", exact: true }).click();
  await expect(note).toHaveCount(0);
  await card.getByRole("button", { name: "Close" }).click();
  await expect(note).toBeFocused();
  await expect(note).toHaveValue("Тағы бір жазба");
  await card.getByRole("button", { name: "Cancel" }).click();
  await expect(note).toHaveValue("");

  await table(other).getByRole("rowheader").first().click();
  const theirs = other.getByRole("dialog", { name });
  // Who wrote it stands in the history.
  await expect(theirs.getByText(/Notes, added: Сенбіде/)).toBeVisible();
  await theirs.getByRole("button", { name: /^Remove the note: Сенбіде/ }).click();
  await expect(theirs.getByText("No notes.")).toBeVisible();
  await other.close();
});

test("two leaders see that they are at the same card", async ({ browser, page }) => {
  test.slow();
  await open(page, "gulnar.demo@meyirim.example");
  const other = await browser.newPage();
  await open(other, "elena.demo@meyirim.example");
  await expect(other.getByText(/^The list is also open at: /)).toBeVisible();
  for (const one of [page, other]) {
    await one.getByRole("searchbox", { name: "Search the roster" }).fill("сәуле");
    await table(one).getByRole("rowheader").first().click();
  }
  for (const one of [other, page]) await expect(one.getByRole("dialog").getByText(/^This card is also open at: /)).toBeVisible({ timeout: 60_000 });
  // Whoever leaves is gone for the others too.
  await other.close();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^The list is also open at: /)).toHaveCount(0, { timeout: 100_000 });
});
