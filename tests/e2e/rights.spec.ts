// Rights and the audit: a coordinator sees their organisation's volunteers and is told why not more; a role is given and taken; an auditor searches the audit, checks its chain and takes it along;
// what somebody has not sent outlives whoever signs in on the same device.
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { coloured, keptOffline, signIn, signInAs, signOut } from "./support/app";
import { type OwnBackend, ownBackend } from "./support/own";
import { test } from "./support/test";

// A backend of its own: what is counted is what these journeys did.
let hub: OwnBackend;
test.beforeAll(async () => {
  hub = await ownBackend();
});
test.afterAll(() => hub.stop());

const found = (page: Page) => page.getByRole("main").getByRole("status").filter({ hasText: /^\d+ of \d+ people$/ });
const table = (page: Page) => page.getByRole("grid", { name: "Table of volunteers" });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search the roster" });
const value = (field: string, from: string | null, to: string | null) => ({ value: { field, from, to } });

async function send(edits: unknown[]): Promise<any> {
  const id = randomUUID().slice(0, 18);
  const headers = { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": id };
  const answer = await fetch(`${hub.url}/api/v1/roster/batches`, { method: "POST", headers, body: JSON.stringify({ id, kind: "edit", why: null, made_at: new Date().toISOString(), edits }) });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Finds somebody on the list and opens their card. */
async function openCard(page: Page, name: string): Promise<Locator> {
  await search(page).fill(name);
  await table(page).getByRole("row").filter({ hasText: name }).click();
  return page.getByRole("dialog");
}

/** The card once its history has come: what is not on it then is not known. */
async function knownCard(page: Page, name: string): Promise<Locator> {
  const card = await openCard(page, name);
  await expect(card.getByRole("region", { name: "History" }).getByRole("listitem").first()).toBeVisible();
  return card;
}

/** Holds a page of the hub back from reading what the device keeps, as a slow disk would: another page is writing there until `release`. */
async function slowDisk(context: BrowserContext): Promise<{ release: () => Promise<void> }> {
  const busy = await context.newPage();
  await busy.goto(`${hub.url}/hub.json`);
  await busy.evaluate(() => new Promise<void>((resolve, reject) => {
    const open = indexedDB.open("meyirim");
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const own = open.result.transaction("own", "readwrite").objectStore("own");
      // A transaction lives as long as something is asked of it.
      const again = () => {
        if ((window as { released?: boolean }).released) return open.result.close();
        own.count().onsuccess = again;
      };
      again();
      resolve();
    };
  }));
  return { release: () => busy.evaluate(() => { (window as { released?: boolean }).released = true; }) };
}

/** A leader changes a phone without a connection and leaves; their session ends elsewhere. Gives whether the backend has heard of it. */
async function leftUnsent(context: BrowserContext, page: Page, phone: string): Promise<{ name: string; heard: () => Promise<boolean> }> {
  const mark = randomUUID().slice(0, 6);
  const name = `Сынақ ${mark}`;
  await send([{ member: `kept-${mark}`, changes: [value("name", null, name)] }]);
  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  await expect(found(page)).toBeVisible();
  await context.setOffline(true);
  const card = await openCard(page, name);
  await card.getByRole("button", { name: "Change", exact: true }).click();
  await card.getByRole("textbox", { name: "Phone" }).fill(phone);
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText(phone)).toBeVisible();
  // The page is left while it waits, and the session ends elsewhere.
  await page.goto("about:blank");
  await context.clearCookies();
  await context.setOffline(false);
  const heard = async () => {
    const answer = await fetch(`${hub.url}/api/v1/roster/kept-${mark}/history`, { headers: { authorization: "Bearer demo-association" } });
    return JSON.stringify(await answer.json()).includes(phone.replace(/ /g, ""));
  };
  return { name, heard };
}

async function fits(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await coloured(page, scheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}

test("a coordinator sees the volunteers of their organisation, writes one down into it, hears of who comes and goes, and is told why not more", async ({ browser }) => {
  test.slow();
  const mark = randomUUID().slice(0, 6);
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "zhanar.demo@meyirim.example", "/roster");
  await expect(found(page)).toHaveText("250 of 250 people");
  await expect(page.getByText("Shown are the volunteers of “Example” eco volunteers (demo)")).toBeVisible();
  // What they lead stands in the side bar, on every page.
  const sections = page.getByRole("navigation", { name: "Main sections" });
  await expect(sections.getByRole("link", { name: "Roster" })).toHaveAttribute("aria-current", "page");
  await expect(sections.getByRole("link", { name: "Manage actions" })).toHaveCount(1);
  // Their work is not the audit's, nor giving roles.
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);

  await page.getByRole("button", { name: "Add a person" }).click();
  const card = page.getByRole("dialog");
  await card.getByRole("textbox", { name: "Name" }).fill(`Сынақ ${mark}`);
  // Only their own organisation can be given.
  await expect(card.getByRole("combobox", { name: "Add an organisation" }).getByRole("option")).toHaveCount(2);
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByRole("heading", { name: `Сынақ ${mark}` })).toBeVisible();
  await expect(card.getByText("“Example” eco volunteers (demo)").first()).toBeVisible();
  // Nor writing to people, so nothing of it is offered, and nothing is asked for in vain.
  await expect(card.getByRole("heading", { name: "History" })).toBeVisible();
  await expect(card.getByRole("heading", { name: "Messages" })).toHaveCount(0);
  await card.getByRole("button", { name: "Close" }).click();
  await expect(found(page)).toHaveText("251 of 251 people");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(`Сынақ ${mark}`);
  await page.getByRole("checkbox", { name: "Choose everybody found" }).check();
  await expect(page.getByRole("button", { name: "Change those chosen" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Write to them" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Choose everybody found" }).uncheck();
  await page.getByRole("searchbox", { name: "Search the roster" }).fill("");

  // Somebody comes in, and goes again.
  const belong = (add: string[], remove: string[]) => ({ entries: { field: "organisations", add, remove } });
  await send([{ member: `in-${mark}`, changes: [value("name", null, `Жаңа ${mark}`), belong(["demo-eco"], [])] }]);
  await expect(found(page)).toHaveText("252 of 252 people", { timeout: 90_000 });
  await send([{ member: `in-${mark}`, changes: [belong([], ["demo-eco"])] }]);
  await expect(found(page)).toHaveText("251 of 251 people", { timeout: 90_000 });

  await page.goto("/roster/audit");
  await expect(page.getByText("This needs the role of auditor or administrator.", { exact: false })).toBeVisible();
  await page.goto("/roster/people");
  await expect(page.getByText("This needs the role of administrator.", { exact: false })).toBeVisible();
  expect((await context.request.get("/api/v1/roster/audit")).status()).toBe(403);
  await context.close();
});

test("an administrator gives a role and takes it; whoever has none is told why; an auditor finds it in the audit, checks the chain and takes it along", async ({ browser }) => {
  test.slow();
  const desk = { baseURL: hub.url, viewport: { width: 1280, height: 900 } };
  const volunteer = await browser.newContext(desk);
  const theirs = await volunteer.newPage();
  const name = `Ерлан Сынақов ${randomUUID().slice(0, 4)}`;
  await signIn(theirs, "/roster", { name });
  await expect(theirs.getByText("This needs the role of association leader, administrator or auditor.", { exact: false })).toBeVisible();

  const administrator = await browser.newContext(desk);
  const page = await administrator.newPage();
  await signInAs(page, "elena.demo@meyirim.example", "/roster/people");
  await page.getByRole("searchbox", { name: "Whom to find" }).fill("Ер");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("Write at least three letters.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Whom to find" }).fill(name);
  await page.getByRole("button", { name: "Find" }).click();
  const sheet = page.getByRole("form", { name });
  await sheet.getByRole("checkbox", { name: "coordinator" }).check();
  await sheet.getByRole("checkbox", { name: "auditor" }).check();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByText("An auditor does not keep what they audit", { exact: false })).toBeVisible();
  await sheet.getByRole("checkbox", { name: "auditor" }).uncheck();
  await sheet.getByRole("combobox", { name: "Add an organisation" }).selectOption({ label: "“Sample” health volunteers (demo)" });
  await fits(page);
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The new roles hold from the next request on.")).toBeVisible();

  await theirs.goto("/roster");
  await expect(theirs.getByText("Shown are the volunteers of “Sample” health volunteers (demo)")).toBeVisible();
  await expect(found(theirs)).toHaveText("200 of 200 people");
  await sheet.getByRole("checkbox", { name: "coordinator" }).uncheck();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The new roles hold from the next request on.")).toBeVisible();
  // What they held is gone from their device with the right to it.
  await theirs.goto("/roster");
  await expect(theirs.getByText("This needs the role of association leader, administrator or auditor.", { exact: false })).toBeVisible();

  // The last administrator stays.
  await page.getByRole("searchbox", { name: "Whom to find" }).fill("elena.demo@meyirim.example");
  await page.getByRole("button", { name: "Find" }).click();
  const own = page.getByRole("form", { name: "Елена Демоева" });
  await own.getByRole("checkbox", { name: "administrator" }).uncheck();
  await own.getByRole("button", { name: "Save" }).click();
  await expect(own.getByText("somebody has to stay administrator", { exact: false })).toBeVisible();
  await volunteer.close();
  await administrator.close();

  const auditor = await browser.newContext(desk);
  const watch = await auditor.newPage();
  await signInAs(watch, "marat.demo@meyirim.example", "/roster");
  await expect(found(watch)).toBeVisible();
  // Reads, and changes nothing.
  await expect(watch.getByRole("button", { name: "Add a person" })).toHaveCount(0);
  await watch.getByRole("link", { name: "Audit" }).click();
  const entries = watch.getByRole("listitem").filter({ hasText: "№" });
  await expect(entries.filter({ hasText: "Changed roles" })).toHaveCount(2);
  await expect(entries.filter({ hasText: "taken: coordinator, “Sample” health volunteers (demo)" })).toHaveCount(1);

  await watch.getByText("Filters", { exact: true }).click();
  await watch.getByRole("combobox", { name: "What they did" }).selectOption({ label: "Changed roles" });
  await watch.getByRole("button", { name: "Show", exact: true }).click();
  await expect(watch.getByRole("main").getByRole("status").filter({ hasText: /^2 entries/ })).toBeVisible();
  await expect(entries).toHaveCount(2);
  await watch.getByRole("textbox", { name: "About whom" }).fill("nobody like that");
  await watch.getByRole("button", { name: "Show", exact: true }).click();
  await expect(watch.getByText("Nobody like that is on the roster.")).toBeVisible();
  await watch.getByRole("button", { name: "Show all" }).click();

  await watch.getByText("The chain", { exact: true }).click();
  await watch.getByRole("button", { name: "Check the chain" }).click();
  await expect(watch.getByText(/^The chain is intact from entry 1 to entry \d+\.$/)).toBeVisible();
  await fits(watch);
  // A head that is not of this chain.
  await watch.getByRole("textbox", { name: "An end written down earlier" }).fill(`2 ${"ab".repeat(32)}`);
  await watch.getByRole("button", { name: "Check the chain" }).click();
  await expect(watch.getByText("This is another chain: the hash of entry 2 is not the one you wrote down.")).toBeVisible();

  const saving = watch.waitForEvent("download");
  await watch.getByRole("button", { name: "Save as CSV" }).click();
  const csv = readFileSync((await (await saving).path())!, "utf8");
  expect(csv).toContain("Changed roles");
  expect(csv).not.toContain(name + "@");
  await watch.getByRole("button", { name: "Show all" }).click();
  await expect(entries.filter({ hasText: "Saved a file" })).toHaveCount(1);

  // It is on no device: without a connection that is said, not waited for.
  await keptOffline(watch);
  await auditor.setOffline(true);
  await watch.reload();
  await expect(watch.getByText("The audit needs a connection")).toBeVisible();
  await auditor.close();
});

test("what a leader has not sent outlives somebody else who signs in on the same device, and is not theirs", async ({ browser }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const { name, heard } = await leftUnsent(context, page, "+7 707 555 22 11");

  await page.goto("/me?lang=en");
  // Somebody else, with the list too.
  await signInAs(page, "elena.demo@meyirim.example", "/roster");
  await expect(found(page)).toBeVisible();
  await expect((await knownCard(page, name)).getByText("+7 707 555 22 11")).toHaveCount(0);
  expect(await heard()).toBe(false);
  await page.goto("/me");
  await signOut(page);
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();

  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  await expect(found(page)).toBeVisible();
  await expect.poll(heard).toBe(true);
  await context.close();
});

test("who signs in before the device has been read is not taken for the one who was here last", async ({ browser }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const { name, heard } = await leftUnsent(context, page, "+7 707 555 22 12");

  const disk = await slowDisk(context);
  await page.goto("/sign-in?next=/roster&lang=en");
  await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill("elena.demo@meyirim.example");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("button", { name: "Fill in the code" }).click();
  const signIn = page.getByRole("button", { name: "Sign in" });
  await signIn.click();
  await expect(signIn).toHaveAttribute("aria-busy", "true");
  await disk.release();
  await expect(page).toHaveURL(/\/roster$/);
  await expect(found(page)).toBeVisible();
  await expect((await knownCard(page, name)).getByText("+7 707 555 22 12")).toHaveCount(0);
  expect(await heard()).toBe(false);
  await context.close();
});

test("what is saved under a session that is somebody else's by now is not written down as theirs", async ({ browser }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const mark = randomUUID().slice(0, 6);
  const name = `Сынақ ${mark}`;
  await send([{ member: `whose-${mark}`, changes: [value("name", null, name)] }]);
  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  const card = await openCard(page, name);
  await card.getByRole("button", { name: "Change", exact: true }).click();
  await card.getByRole("textbox", { name: "E-mail" }).fill(`${mark}@meyirim.example`);
  // As if somebody had signed in from another tab in this very moment.
  const other = await browser.newContext({ baseURL: hub.url });
  await signInAs(await other.newPage(), "elena.demo@meyirim.example", "/me");
  await context.addCookies(await other.cookies());
  await card.getByRole("button", { name: "Save" }).click();
  // The page is the other's from then on.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const history = async () => {
    const answer = await fetch(`${hub.url}/api/v1/roster/whose-${mark}/history`, { headers: { authorization: "Bearer demo-association" } });
    return JSON.stringify(await answer.json());
  };
  await page.goto("/me?lang=en");
  await expect(page.getByRole("heading", { name: "Елена Демоева" })).toBeVisible();
  expect(await history()).not.toContain(`${mark}@`);
  await signOut(page);
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();

  // They sign in again, and it is theirs.
  await signInAs(page, "gulnar.demo@meyirim.example", "/roster");
  await expect.poll(history).toContain(`${mark}@`);
  expect(await history()).not.toContain("Елена");
  await other.close();
  await context.close();
});
