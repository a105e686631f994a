// The association's list: all of it at once from the device, found in any spelling, sorted and cut into segments; for leaders only, sealed, and gone at sign-out.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { coloured, keptOffline, signIn, signInAs, signOut } from "./support/app";
import { test } from "./support/test";

const leader = "gulnar.demo@meyirim.example";
/** How many are found, of how many: another journey may just have added somebody. */
const found = (page: Page) => page.getByRole("main").getByRole("status").filter({ hasText: /of \d+ people/ });
const everybody = /^(\d{4}) of \1 people$/;
const table = (page: Page) => page.getByRole("grid", { name: "Table of volunteers" });
/** The names in the rows that stand in the document. */
const names = (page: Page) => table(page).getByRole("rowheader").allTextContents();

test("a leader finds, sorts and cuts 3,000 people, by mouse and by keyboard, also without a network; and it is gone at sign-out", async ({ context, page }) => {
  test.slow();
  await page.setViewportSize({ width: 1280, height: 800 });
  await signInAs(page, leader, "/me");
  await page.getByRole("navigation", { name: "Main sections" }).getByRole("link", { name: "Roster" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Roster" })).toBeVisible();
  await expect(found(page)).toHaveText(everybody);
  // Only what is in sight stands in the document.
  expect((await names(page)).length).toBeLessThan(80);
  await expect(table(page)).toHaveAttribute("aria-rowcount", /^[34]\d{3}$/);
  const sorted = (list: string[]) => expect(list).toEqual([...list].sort(new Intl.Collator("kk").compare));
  sorted((await names(page)).slice(0, 5));

  // By keyboard: to the end and back, open one, and type to find.
  await table(page).focus();
  await page.keyboard.press("End");
  await expect(table(page)).toHaveAttribute("aria-activedescendant", /^row-(2999|3\d{3})$/);
  const last = (await names(page)).at(-1)!;
  await page.keyboard.press("Enter");
  const card = page.getByRole("dialog", { name: last });
  await expect(card.getByText("Phone", { exact: true })).toBeVisible();
  await expect(card.getByText("Nothing has been changed yet.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(table(page)).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(table(page)).toHaveAttribute("aria-activedescendant", "row-1");
  await page.keyboard.press("s");
  const search = page.getByRole("searchbox", { name: "Search the roster" });
  await expect(search).toBeFocused();
  await page.keyboard.type("aule");
  // Latin finds Cyrillic.
  const saule = (name: string) => name.includes("Сәуле") || name.includes("Сауле");
  await expect.poll(async () => names(page).then((all) => all.length > 0 && all.every(saule))).toBe(true);
  const some = Number((await found(page).textContent())!.split(" ")[0]);
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(300);

  // The other way round, and a segment within what was found; its count is what it shows.
  const first = (await names(page))[0];
  await table(page).getByRole("button", { name: "Name" }).click();
  await expect(table(page).getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  expect((await names(page))[0]).not.toBe(first);
  const paused = page.getByRole("region", { name: "Standing" }).getByRole("button", { name: /^paused/ });
  const counted = async () => Number((await paused.textContent())!.replace("paused", ""));
  // Counted a moment after the last letter: how many it will show is what it says then.
  await expect.poll(counted).toBeLessThan(some);
  await paused.click();
  await expect.poll(async () => (await found(page).textContent())!.startsWith(`${await counted()} of `)).toBe(true);
  const count = await counted();
  await expect(found(page)).toHaveText(new RegExp(`^${count} of `));
  await expect(paused).toHaveAttribute("aria-pressed", "true");
  // A segment that is wanted again gets a name, and is there at the next visit; what was typed into the search is not kept.
  await page.getByText("Keep this segment").click();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(page.getByText("Name the segment, in 60 characters at most.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the segment" }).fill("Үзілісте");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const segment = page.getByRole("button", { name: /^Үзілісте/ });
  await expect(segment).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("Keep this segment")).toHaveCount(0);
  const typed = await search.inputValue();
  await page.reload();
  await expect(segment).toHaveAttribute("aria-pressed", "false");
  // The first rows of the list are there before the rest of it.
  await expect(table(page)).toHaveAttribute("aria-rowcount", /^[34]\d{3}$/);
  await segment.click();
  const all = Number((await segment.textContent())!.replace("Үзілісте", ""));
  await expect(found(page)).toHaveText(new RegExp(`^${all} of `));
  // Whoever comes back from another page finds the list cut as it was.
  await page.getByRole("link", { name: "Import a spreadsheet" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Import a spreadsheet" })).toBeVisible();
  await page.goBack();
  await expect(segment).toHaveAttribute("aria-pressed", "true");
  await expect(found(page)).toHaveText(new RegExp(`^${all} of `));
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(typed);
  await page.getByRole("button", { name: "Forget: Үзілісте" }).click();
  await expect(segment).toHaveCount(0);
  await search.fill("zzzz");
  await expect(page.getByText("Nobody like that was found")).toBeVisible();
  await page.getByRole("button", { name: "Show everybody" }).click();
  await expect(found(page)).toHaveText(everybody);

  // Columns are chosen and kept.
  await page.getByText("Columns", { exact: true }).click();
  await page.getByRole("checkbox", { name: "E-mail" }).check();
  await expect(table(page).getByRole("columnheader", { name: "E-mail" })).toBeVisible();

  // Without a network it is there at once; what lies on the disk cannot be read.
  await keptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(found(page)).toHaveText(everybody);
  await expect(page.getByText(/The roster saved on this device/)).toBeVisible();
  await expect(table(page).getByRole("columnheader", { name: "E-mail" })).toBeVisible();
  const kept = () =>
    page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open("meyirim");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const read = (request: IDBRequest) => new Promise<any>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const store = () => database.transaction("own").objectStore("own");
      const keys: string[] = await read(store().getAllKeys());
      const rows: unknown[] = await read(store().getAll());
      database.close();
      const text = (row: unknown) => (row instanceof Uint8Array ? new TextDecoder().decode(row) : "");
      const roster = keys.flatMap((key, at) => (key.startsWith("roster/") ? [text(rows[at])] : []));
      const key = rows[keys.indexOf("seal")];
      return { rows: roster.length, readable: roster.some((row) => /\+7700|\.example|Сәуле/.test(row)), extractable: key instanceof CryptoKey && key.extractable };
    });
  // Six or seven of 500 members each, and what is known of the whole.
  const onDisk = await kept();
  expect(onDisk).toMatchObject({ readable: false, extractable: false });
  expect(onDisk.rows).toBeGreaterThanOrEqual(7);

  await context.setOffline(false);
  await page.goto("/me");
  await signOut(page);
  await expect.poll(async () => (await kept()).rows).toBe(0);
  await page.goto("/roster");
  await expect(page.getByText("Sign in to see the roster")).toBeVisible();
});

test("others are told why they see nothing, and the backend gives them nothing", async ({ page }) => {
  await signIn(page, "/roster");
  await expect(page.getByText("This needs the role of association leader, administrator or auditor.", { exact: false })).toBeVisible();
  expect((await page.context().request.get("/api/v1/roster")).status()).toBe(403);
});

// One test, as there is one account to look with: a contact has one code at a time.
test("what somebody else changes arrives, with its history; axe finds nothing, and nothing scrolls sideways at 320 px", async ({ page }) => {
  test.slow();
  await signInAs(page, "marat.demo@meyirim.example", "/roster");
  await expect(found(page)).toBeVisible();
  const member = (await (await page.context().request.get("/api/v1/roster?limit=1")).json()).items[0];
  const tag = `e2e-${Date.now()}`;
  const answer = await fetch(`${process.env.BASE_URL}/api/v1/roster/batches`, {
    method: "POST",
    headers: { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": tag },
    body: JSON.stringify({ id: tag, kind: "edit", why: "Drives a van", made_at: new Date().toISOString(), edits: [{ member: member.id, changes: [{ entries: { field: "tags", add: [tag], remove: [] } }] }] }),
  });
  expect(answer.status).toBe(200);
  await page.reload();
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(tag);
  await expect(found(page)).toHaveText(/^1 of /);
  await table(page).getByRole("row").filter({ hasText: member.name }).click();
  const card = page.getByRole("dialog", { name: member.name });
  await expect(card.getByText("Drives a van")).toBeVisible();
  await expect(card.getByText(`Tags, added: ${tag}`)).toBeVisible();

  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill("");
  await expect(found(page)).toHaveText(everybody);
  for (const colorScheme of ["light", "dark"] as const) {
    await coloured(page, colorScheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
