// A spreadsheet brought into the association's list: a dry run that tells of every row what would come of it, brought in though the tab is closed meanwhile, the same file once more changes nothing,
// taken back as one; rows that are wrong are downloaded, corrected and fed back; files that are no spreadsheets say what they are.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { coloured, signInAs } from "./support/app";
import { type OwnBackend, ownBackend } from "./support/own";
import { test } from "./support/test";
import { xlsx } from "./support/xlsx";

// A backend of its own: hundreds of new people on the list would be in the way of the other journeys.
let hub: OwnBackend;
test.beforeAll(async () => {
  hub = await ownBackend();
});
test.afterAll(() => hub.stop());

const choose = (page: Page, name: string, buffer: Buffer) => page.getByLabel("File").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
const kind = (page: Page, name: string) => page.getByRole("group", { name: "What would change" }).getByRole("button", { name: new RegExp(`^${name}`) });

test("a spreadsheet is tried, brought in, known again, taken back; what is wrong in it is corrected and fed back", async ({ browser }) => {
  test.slow();
  const mark = randomUUID().slice(0, 6);
  const phone = (n: number) => `8 705 111 22 ${String(n).padStart(2, "0")}`;
  const [aigul, serik, dana] = [`Айгүл ${mark}`, `Серік ${mark}`, `Дана ${mark}`];
  const head = ["Волонтёры, 2026"];
  const heads = ["№", "ФИО", "Телефон", "Район", "Дата рождения", "Отряд"];
  const rows = [head, heads, ["1", aigul.replace("А", "A"), phone(1), "Абайский район", "03.05.2012", `Отряд ${mark}`], ["2", serik, phone(2), "", "2004", ""], ["3", dana, "12", "Марс", "", ""]];

  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "+77000002000", "/roster");
  await page.getByRole("link", { name: "Import a spreadsheet" }).click();

  // What is no spreadsheet says what it is, and nothing is lost by it.
  for (const [name, bytes, told] of [
    ["roster.xls", Buffer.from("<html><table><tr><td>1</td></tr></table></html>"), "a web page saved as one"],
    ["roster.xlsx", Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1"), "This is no spreadsheet."],
    ["roster.csv", Buffer.alloc(0), "The file is empty."],
  ] as const) {
    await choose(page, name, bytes);
    await expect(page.getByRole("alert").getByText(told)).toBeVisible();
  }

  await choose(page, "волонтёры.xlsx", xlsx(rows));
  await expect(page.getByRole("combobox", { name: "Column B" })).toHaveValue("1");
  await expect(page.getByRole("spinbutton", { name: "The people begin at row" })).toHaveValue("3");
  await expect(kind(page, "New")).toHaveText("New2");
  await expect(kind(page, "Wrong")).toHaveText("Wrong1");
  await expect(page.getByText("look-alike Latin letters were put right")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await coloured(page, colorScheme);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await kind(page, "Wrong").click();
  await expect(page.getByText(/Column D: «Марс»\. There is no such value\. Possible ones: .*Abay/)).toBeVisible();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the wrong rows (CSV)" }).click();
  const wrong = readFileSync((await (await saving).path())!, "utf8");
  expect(wrong).toContain(`3,${dana},12,Марс,,,`);

  // Nothing has been written so far.
  const listed = async (): Promise<any[]> => {
    const found: any[] = [];
    for (let path: string | undefined = "/api/v1/roster?limit=1000"; path; ) {
      const answer: Response = await fetch(new URL(path, hub.url), { headers: { authorization: "Bearer demo-association" } });
      found.push(...(await answer.json()).items.filter((one: any) => one.name?.includes(mark)));
      path = answer.headers.get("link")?.match(/<([^>]+)>; rel="next"/)?.[1];
    }
    return found;
  };
  expect(await listed()).toEqual([]);

  await page.getByRole("button", { name: "Import 2" }).click();
  await expect(page.getByRole("heading", { name: "Imported.", exact: true })).toBeVisible();
  await expect.poll(async () => (await listed()).map((one) => one.name).sort()).toEqual([aigul, serik].sort());
  const first = (await listed()).find((one) => one.name === aigul);
  expect(first).toMatchObject({ district: "abay", age_class: "14_17", groups: [`Отряд ${mark}`] });

  // The same file once more: nobody is new, nothing changes; what its columns are is remembered.
  await page.getByRole("button", { name: "Import another one" }).click();
  await choose(page, "волонтёры.xlsx", xlsx(rows));
  await expect(kind(page, "Same")).toHaveText("Same2");
  await expect(kind(page, "New")).toHaveText("New0");
  await expect(page.getByText("There is nothing to import.")).toBeVisible();

  // The rows that were wrong, corrected, in another coding: one of them has a phone that is somebody else's.
  const corrected = wrong.replace("12,Марс,", `${phone(1)},,`);
  await choose(page, "corrected.csv", Buffer.from(corrected, "utf16le"));
  await expect(kind(page, "Doubtful")).toHaveText("Doubtful1");
  await page.getByRole("combobox", { name: "Who is this?" }).selectOption({ label: "Somebody new" });
  await expect(kind(page, "New")).toHaveText("New1");
  await page.getByRole("button", { name: "Import 1" }).click();
  await expect.poll(async () => (await listed()).length).toBe(3);

  // Taken back as one, once all of it is done.
  await expect(page.getByRole("status").filter({ hasText: "Imported: 1" })).toHaveText(/1\s*Take back$/);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect.poll(async () => (await listed()).map((one) => one.name).sort()).toEqual([aigul, serik].sort());

  // The tab is closed before anything could be sent: it goes on where it stopped.
  await page.getByRole("button", { name: "Import another one" }).click();
  await page.getByText("Or paste cells here").click();
  const pasted = [["Аты-жөні", "Телефон"], ...Array.from({ length: 620 }, (_, n) => [`Қойылған ${mark} ${n}`, ""])];
  await page.getByRole("textbox", { name: /Copy them/ }).fill(pasted.map((row) => row.join("\t")).join("\n"));
  await page.getByRole("button", { name: "Read" }).click();
  await expect(kind(page, "New")).toHaveText("New620");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Import 620" }).click();
  await expect(page.getByRole("heading", { name: "Saved on this device, will be sent." })).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto("/roster");
  await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(622);
});

test("cells that are wrong are left out where that is wanted, and a namesake is asked about", async ({ browser }) => {
  const mark = randomUUID().slice(0, 6);
  const [dana, marat] = [`Дана ${mark}`, `Марат ${mark}`];
  const context = await browser.newContext({ baseURL: hub.url });
  const page = await context.newPage();
  await signInAs(page, "+77000002000", "/roster/import");
  const sheet = (...rows: string[][]) => Buffer.from([["ФИО", "Телефон", "Район", "Отряд"], ...rows].map((row) => row.join(";")).join("\n"));
  await choose(page, "cells.csv", sheet([dana, "8 705 333 11 01", "Марс", mark], [marat, "12", "Марс", mark]));
  await expect(kind(page, "Wrong")).toHaveText("Wrong2");
  await page.getByRole("checkbox", { name: /^Leave wrong cells out/ }).check();
  await expect(kind(page, "New")).toHaveText("New1");
  await expect(kind(page, "Wrong"), "who has no phone that can be read may be anybody").toHaveText("Wrong1");
  await expect(page.getByText(/left out: Column C: «Марс»\. There is no such value/)).toBeVisible();
  await expect(page.getByText("Cells left out: 1")).toBeVisible();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the wrong rows (CSV)" }).click();
  const wrong = readFileSync((await (await saving).path())!, "utf8");
  expect(wrong, "whatever is left out can be corrected").toContain(dana);
  expect(wrong).toContain(marat);
  await page.getByRole("button", { name: "Import 1" }).click();
  await expect(page.getByRole("heading", { name: "Imported.", exact: true })).toBeVisible();

  // Only the name says who it is: the same district or none is her, another may be somebody else.
  await page.getByRole("button", { name: "Import another one" }).click();
  await choose(page, "age.csv", Buffer.from(`ФИО;Возраст\n${dana};20`));
  await expect(kind(page, "Changed")).toHaveText("Changed1");
  await page.getByRole("button", { name: "Import 1" }).click();
  await expect(page.getByRole("heading", { name: "Imported.", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Import another one" }).click();
  await choose(page, "namesake.csv", Buffer.from(`ФИО;Возраст\n${dana};15`));
  await expect(kind(page, "Doubtful")).toHaveText("Doubtful1");
  await expect(page.getByRole("combobox", { name: "Who is this?" }).getByRole("option", { name: dana })).toHaveCount(1);
  await context.close();
});
