// The association's list taken along: as a workbook that brought in again changes nothing, with what looks like a formula as a text; on paper; as numbers for the register. Also without a network.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { coloured, keptOffline, signInAs } from "./support/app";
import { type OwnBackend, ownBackend } from "./support/own";
import { test } from "./support/test";

// A backend of its own: no other journey writes into the list meanwhile.
let hub: OwnBackend;
test.beforeAll(async () => {
  hub = await ownBackend();
});
test.afterAll(() => hub.stop());

const window_ = (page: Page) => page.getByRole("dialog", { name: "Download and print" });
const kind = (page: Page, name: string) => page.getByRole("group", { name: "What would change" }).getByRole("button", { name: new RegExp(`^${name}`) });

async function saved(page: Page, button: string): Promise<Buffer> {
  const saving = page.waitForEvent("download");
  await window_(page).getByRole("button", { name: button }).click();
  return readFileSync((await (await saving).path())!);
}

test("taken along as a workbook, as text, on paper and as numbers; brought in again nothing changes; also without a network", async ({ browser }) => {
  test.slow();
  const mark = randomUUID().slice(0, 6);
  const formula = `=HYPERLINK("http://evil.example","${mark}")`;
  const value = (field: string, to: string) => ({ value: { field, from: null, to } });
  const edits = [
    { member: `${mark}-1`, changes: [value("name", formula), value("phone", "+77075551101"), value("since", "2024-09"), { entries: { field: "tags", add: [`@${mark}`, `-${mark}`], remove: [] } }] },
    { member: `${mark}-2`, changes: [value("name", `Әсем ${mark}`), value("district", "abay"), value("age_class", "14_17")] },
  ];
  const headers = { authorization: "Bearer demo-association", "content-type": "application/json", "idempotency-key": mark };
  const sent = await fetch(`${hub.url}/api/v1/roster/batches`, { method: "POST", headers, body: JSON.stringify({ id: mark, kind: "import", made_at: new Date().toISOString(), edits }) });
  expect(sent.status).toBe(200);

  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "+77000002000", "/roster");
  const open = page.getByRole("button", { name: "Download and print" });
  await open.click();
  await window_(page).getByRole("radio", { name: /^Everybody: 3.?002$/ }).check();
  await window_(page).getByRole("radio", { name: "All" }).check();
  for (const scheme of ["light", "dark"] as const) {
    await coloured(page, scheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await keptOffline(page);
  const everybody = await saved(page, "Excel (XLSX)");
  expect(everybody.subarray(0, 2).toString()).toBe("PK");
  const text = (await saved(page, "CSV")).toString();
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""${mark}"")"`);
  expect(text.trim().split("\r\n").length).toBe(3003);
  // In the order of the table, in which қ comes before л.
  const given = text.split("\r\n").map((line) => line.split(/[ ,]/)[0]).filter((name) => name === "Ақмарал" || name === "Алмас");
  expect(new Set(given).size).toBe(2);
  expect(given.join()).toMatch(/^(Ақмарал,)+(Алмас,?)+$/);
  const register = await saved(page, "Sheet for the register (XLSX)");
  await window_(page).getByRole("button", { name: "Close" }).click();

  // Those found, and without a network: what makes the file was kept while there was one.
  await page.getByRole("searchbox", { name: "Search the roster" }).fill(mark);
  await expect(page.getByRole("grid").getByRole("row").filter({ hasText: mark })).toHaveCount(2);
  await expect.poll(() => page.evaluate(async () => Boolean(await caches.match("/exporter.wasm")) && Boolean(await caches.match("/exporter.js")))).toBe(true);
  await context.setOffline(true);
  await open.click();
  await expect(window_(page).getByRole("radio", { name: "Those found: 2" })).toBeChecked();
  const found = await saved(page, "Excel (XLSX)");
  expect(found.length).toBeLessThan(everybody.length);

  // On paper: only the list, with a heading and room to sign.
  await window_(page).getByRole("textbox", { name: "Heading" }).fill(`Сенбілік ${mark}`);
  await window_(page).getByRole("button", { name: "Print" }).click();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: `Сенбілік ${mark}` })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Signature" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: mark })).toHaveCount(2);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await context.setOffline(false);
  await window_(page).getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("columnheader", { name: "Signature" })).toHaveCount(0);

  // Brought in again, all of it: everybody is known, and nothing changes.
  await page.getByRole("link", { name: "Import a spreadsheet" }).click();
  const choose = (name: string, buffer: Buffer) => page.getByLabel("File").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  for (const [name, bytes] of [["roster.xlsx", everybody], ["roster.csv", Buffer.from(text)]] as const) {
    await choose(name, bytes);
    await expect(kind(page, "New")).toHaveText("New0", { timeout: 60_000 });
    await expect(kind(page, "Changed")).toHaveText("Changed0");
    await expect(kind(page, "Wrong")).toHaveText("Wrong0");
  }
  // The numbers: two sheets, and nobody's name.
  await choose("register.xlsx", register);
  await expect(page.getByRole("combobox", { name: "Sheet" }).getByRole("option")).toHaveText(["Participants", "Projects"]);
  await expect(page.getByText("Әсем")).toHaveCount(0);
});
