// People who are on the list twice: found with how sure it is, compared side by side, merged and taken back, all that is certain at once; and two people who only share a name stay two.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, signInAs } from "./support/app";
import { type OwnBackend, ownBackend } from "./support/own";
import { test } from "./support/test";

// A backend of its own: what is merged here would be in the way of the other journeys.
let hub: OwnBackend;
test.beforeAll(async () => {
  hub = await ownBackend();
});
test.afterAll(() => hub.stop());

const value = (field: string, to: string) => ({ value: { field, from: null, to } });
const tag = (entry: string) => ({ entries: { field: "tags", add: [entry], remove: [] } });

async function send(edits: unknown[]): Promise<void> {
  const id = randomUUID().slice(0, 18);
  const headers = { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": id };
  const answer = await fetch(`${hub.url}/api/v1/roster/batches`, { method: "POST", headers, body: JSON.stringify({ id, kind: "import", why: "two spreadsheets", made_at: new Date().toISOString(), edits }) });
  expect(answer.status).toBe(200);
}

async function members(mark: string): Promise<any[]> {
  const all: any[] = [];
  let path: string | undefined = "/api/v1/roster?limit=1000";
  while (path) {
    const answer: Response = await fetch(new URL(path, hub.url), { headers: { authorization: "Bearer demo-association" } });
    all.push(...(await answer.json()).items);
    path = answer.headers.get("link")?.match(/<([^>]+)>; rel="next"/)?.[1];
  }
  return all.filter((one) => one.tags.some((entry: string) => entry.startsWith(mark)));
}

const kind = (page: Page, name: string) => page.getByRole("group", { name: "Duplicates" }).getByRole("button", { name: new RegExp(`^${name}`) });
const pair = (page: Page, name: string) => page.getByRole("article", { name });

test("found, compared, merged and taken back; certain ones all at once; two people stay two", async ({ browser }) => {
  test.slow();
  const mark = randomUUID().slice(0, 6);
  const person = (id: string, ...changes: unknown[]) => ({ member: `${mark}-${id}`, changes: [...changes, tag(`${mark}-${id}`)] });
  await send([
    // In two scripts, and one knows more.
    person("a1", value("name", `Қызғалдақ Тоқтамысова`), value("phone", "+77075550001"), value("district", "abay"), value("email", `${mark}@mail.kz`)),
    person("a2", value("name", "Toqtamysova Qyzgaldaq"), value("phone", "+77075550001"), value("district", "turan"), value("since", "2019")),
    // A given name only, and the same phone.
    person("b1", value("name", "Нұрғиса Шойынбаев"), value("phone", "+77075550002"), value("district", "abay")),
    person("b2", value("name", "Нұрғиса"), value("phone", "+77075550002")),
    // The same, and nothing that is said of them differs.
    person("d1", value("name", "Қырмызы Тілеген"), value("phone", "+77075550004"), value("district", "abay")),
    person("d2", value("name", "Tilegen Qyrmyzy"), value("phone", "+77075550004"), value("since", "2020")),
    // Namesakes.
    person("c1", value("name", "Жібек Ақмолдаева"), value("phone", "+77075550003")),
    person("c2", value("name", "Жібек Ақмолдаева"), value("phone", "+77078889977")),
  ]);
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "+77000002000", "/roster");
  await page.getByRole("link", { name: "Duplicates" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Duplicates" })).toBeVisible();

  // One by one, with the choice where the two say different things.
  await kind(page, "Certain").click();
  const one = pair(page, "Қызғалдақ Тоқтамысова");
  await expect(one.getByText("the same name, the same phone")).toBeVisible();
  await expect(one.getByRole("row", { name: /District/ }).getByRole("radio").first()).toBeChecked();
  await one.getByRole("row", { name: /District/ }).getByRole("radio").last().check();
  await one.getByRole("button", { name: "Merge" }).click();
  await expect(one).toHaveCount(0);
  // Once nothing of it waits any more.
  await expect(page.getByRole("status").filter({ hasText: "Merged: 1" })).toHaveText(/1\s*Take back$/);
  await expect.poll(async () => (await members(`${mark}-a`)).length).toBe(1);
  const [merged] = await members(`${mark}-a`);
  expect(merged).toMatchObject({ id: `${mark}-a1`, district: "turan", since: "2019", email: `${mark}@mail.kz`, tags: [`${mark}-a1`, `${mark}-a2`] });

  // The history of both stays with the one, and leads back.
  await page.goto("/roster");
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(`${mark}@mail.kz`);
  await page.getByRole("grid", { name: "Table of volunteers" }).getByRole("row").filter({ hasText: "Қызғалдақ" }).click();
  const card = page.getByRole("dialog");
  await expect(card.getByText("Of the record merged into this one").first()).toBeVisible();
  await expect(card.getByText("two spreadsheets")).toHaveCount(2);
  await card.getByRole("listitem").filter({ hasText: "Merged" }).first().getByRole("button", { name: "Take this back" }).click();
  await page.getByRole("dialog", { name: "Take this back?" }).getByRole("button", { name: "Take back" }).click();
  await expect(card.getByRole("listitem").filter({ hasText: /^Taken back/ })).toBeVisible();
  await expect(card.getByText("Of the record merged into this one")).toHaveCount(0);
  // Once is enough.
  await expect(card.getByRole("listitem").filter({ hasText: /^Merged/ }).getByRole("button")).toHaveCount(0);
  expect((await members(`${mark}-a`)).length).toBe(2);

  // All that is certain and differs nowhere, in one go; taken back as well. What differs stays for somebody to look at.
  await page.goto("/roster/duplicates");
  await kind(page, "Certain").click();
  await expect(one).toBeVisible();
  await page.getByRole("button", { name: /^Merge all certain pairs: \d+$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  const alike = pair(page, "Қырмызы Тілеген");
  await expect(alike).toHaveCount(0);
  await expect(one).toBeVisible();
  await expect.poll(async () => (await members(`${mark}-d`)).length).toBe(1);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect.poll(async () => (await members(`${mark}-d`)).length).toBe(2);
  await expect(alike).toBeVisible();

  // Who has changed one of the two meanwhile is not overwritten, and nothing is lost by halves.
  // In the background the page does not ask by itself, so it cannot know.
  const seen = (state: string) => page.evaluate((state) => Object.defineProperty(document, "visibilityState", { value: state, configurable: true }), state);
  await seen("hidden");
  await send([{ member: `${mark}-a2`, changes: [{ entries: { field: "tags", add: [`${mark}-later`], remove: [] } }] }]);
  await one.getByRole("button", { name: "Merge" }).click();
  await seen("visible");
  const refused = page.getByRole("region", { name: "Not all of it could be done" });
  await expect(refused.getByText("Not merged: one of the records has changed meanwhile. Compare them again.").first()).toBeVisible();
  await refused.getByRole("button", { name: "Understood" }).click();
  await expect(refused).toHaveCount(0);
  await expect(one).toBeVisible();
  expect((await members(`${mark}-a`)).length).toBe(2);

  // Another leader may be at the same records: so nothing is merged without a connection.
  await context.setOffline(true);
  await expect(page.getByText("Merging needs a connection")).toBeVisible();
  await expect(one.getByRole("button", { name: "Merge" })).toBeDisabled();
  await expect(page.getByRole("button", { name: /^Merge all certain pairs/ })).toBeDisabled();
  await context.setOffline(false);
  await expect(one.getByRole("button", { name: "Merge" })).toBeEnabled({ timeout: 90_000 });

  await kind(page, "Likely").click();
  await expect(pair(page, "Нұрғиса Шойынбаев").getByText("a similar name, the same phone")).toBeVisible();

  // Two people are two, for everybody who keeps the list, until that is taken back.
  await kind(page, "Possible").click();
  const namesakes = pair(page, "Жібек Ақмолдаева");
  await namesakes.getByRole("button", { name: "These are two people" }).click();
  await expect(namesakes).toHaveCount(0);
  await expect.poll(async () => (await members(`${mark}-c`)).flatMap((one) => one.apart).sort()).toEqual([`${mark}-c1`, `${mark}-c2`]);
  const others = await browser.newContext({ baseURL: hub.url });
  const other = await others.newPage();
  await signInAs(other, "+77000000500", "/roster/duplicates");
  await kind(other, "Possible").click();
  await expect(pair(other, "Жібек Ақмолдаева")).toHaveCount(0);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(namesakes).toBeVisible();
  await expect.poll(async () => (await members(`${mark}-c`)).flatMap((one) => one.apart)).toEqual([]);
  await other.reload();
  await kind(other, "Possible").click();
  await expect(pair(other, "Жібек Ақмолдаева")).toBeVisible();
  await others.close();

  await kind(page, "Certain").click();
  for (const scheme of ["light", "dark"] as const) {
    await coloured(page, scheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});
