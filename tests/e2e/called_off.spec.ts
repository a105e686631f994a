// What is called off: why, who hears of it, and what a kiosk, a wall and the day's screen show of it.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { openAs, signOut } from "./support/app";
import { Faults, changeAction, newAction } from "./support/backend";
import { LANDSCAPE, fillIn, kiosk, somebody, type } from "./support/kiosk";
import { test } from "./support/test";
import { phone, volunteer } from "./support/volunteer";

const coordinator = "serik.demo@meyirim.example";
const WHY = { kk: "Дауыл соғады", ru: "Штормовое предупреждение", en: "A storm is coming" };

const axe = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
const callOff = (id: string) => changeAction(id, (detail) => Object.assign(detail, { called_off: { reason: WHY } }, { action: { ...detail.action, state: "cancelled" } }));
const card = (page: Page, title: string) => page.locator("section").filter({ has: page.getByRole("heading", { name: title }) });

/** With a phone of their own, at a kiosk. */
async function walkIn(page: Page, title: string, name: string, number?: string): Promise<void> {
  if (!number) {
    await fillIn(page, title, name);
  } else {
    await page.getByRole("button", { name: "Join in" }).tap();
    await page.getByRole("button", { name: title }).first().tap();
    await type(page, name);
    await page.getByRole("button", { name: "Next" }).tap();
    await type(page, number);
    await page.getByRole("button", { name: "Next" }).tap();
    await page.getByRole("button", { name: /18/ }).tap();
  }
  await page.getByRole("button", { name: "I agree" }).tap();
  await page.getByRole("main").getByRole("button", { name: "Start over" }).tap();
}

test("an action of today is called off with a reason: who hears is counted, the volunteer reads why, those at the kiosk get a text message", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: `Storm ${randomUUID().slice(0, 4)}`, most: 6 });
  const member = await volunteer(browser, action, phone(), "Aliya");
  const { page: device, context } = await kiosk(browser);
  const [reached, alone] = [somebody(), somebody()];
  await walkIn(device, action.title, reached, phone());
  await walkIn(device, action.title, alone);

  await openAs(page, coordinator, `/manage/${action.id}`);
  await page.getByRole("button", { name: "Call off", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Call the action off?" });
  await expect(dialog.getByText("1 person hears by their account.")).toBeVisible();
  await expect(dialog.getByText("1 person hears by text message, having joined at a kiosk.")).toBeVisible();
  await expect(dialog.getByText("1 person cannot be reached.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "English" }).fill("🌪".repeat(300));
  await expect(dialog.getByText("Too long: at most 200 characters.")).toBeVisible();
  await dialog.getByRole("button", { name: "Call off" }).click();
  await expect(dialog.getByRole("textbox", { name: "English" })).toBeFocused();
  await dialog.getByRole("textbox", { name: "English" }).fill(WHY.en);
  await expect(dialog.getByText("Not in Kazakh")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Қазақша" }).fill(WHY.kk);
  await expect(dialog.getByText(`Reason: ${WHY.en}`, { exact: true })).toBeVisible();
  await expect(dialog.getByText(new RegExp(`called off, there is no need to come. Reason: ${WHY.en}`))).toBeVisible();
  await axe(page);
  // What could not be sent is told in the question, with what was typed.
  const faults = await Faults.of(page.context());
  await faults.next({ method: "PUT", path_prefix: `/admin/actions/${action.id}`, act: "fail-500" });
  await dialog.getByRole("button", { name: "Call off" }).click();
  await expect(dialog.getByRole("alert")).not.toBeEmpty();
  await expect(dialog.getByRole("textbox", { name: "English" })).toHaveValue(WHY.en);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Call off", exact: true }).click();
  await expect(dialog.getByRole("textbox", { name: "Қазақша" })).toHaveValue(WHY.kk);
  await dialog.getByRole("button", { name: "Call off" }).click();
  await expect(page.getByText("The action is called off.", { exact: true })).toBeVisible();
  await expect(page.getByRole("paragraph").filter({ hasText: `Reason: ${WHY.en}` })).toBeVisible();

  // The volunteer: on the action's page, in plans and in news.
  await member.goto(`/actions/${action.id}?lang=en`);
  await expect(member.getByRole("main").getByText(WHY.en)).toBeVisible();
  await axe(member);
  await member.goto("/me");
  const news = member.getByRole("region", { name: "News for you" });
  await expect(news.getByText(WHY.en)).toBeVisible();
  await expect(member.getByText(WHY.en)).toHaveCount(2);

  // Those who answer for the shift.
  await page.goto("/kiosk/today");
  const shift = card(page, action.title);
  await expect(shift.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(shift.getByText(`Reason: ${WHY.en}`).first()).toBeVisible();
  await expect(shift.getByRole("listitem").filter({ hasText: alone }).first()).toContainText("has not heard, tell them");
  await expect(shift.getByRole("listitem").filter({ hasText: reached }).first()).toContainText("hears by text message");
  await expect(shift.getByText("Sent: 1 of 1")).toBeVisible({ timeout: 60_000 });
  await expect(shift.getByRole("link", { name: "Roll" })).toHaveCount(0);
  await axe(page);

  // And it is held after all: the same people.
  await page.goto(`/manage/${action.id}`);
  await page.getByRole("button", { name: "Hold it after all" }).click();
  const hold = page.getByRole("dialog", { name: "Hold the action after all?" });
  await expect(hold.getByText("1 person hears by text message, having joined at a kiosk.")).toBeVisible();
  await hold.getByRole("button", { name: "Hold it after all" }).click();
  await expect(page.getByText("The action takes place.", { exact: true })).toBeVisible();
  await member.goto(`/actions/${action.id}?lang=en`);
  await expect(member.getByRole("heading", { level: 1, name: action.title })).toBeVisible();
  await expect(member.getByText(WHY.en)).toHaveCount(0);
  await context.close();
});

test("a kiosk and a wall say that a shift of today is called off, and nobody joins it or is checked in", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: -1.2, title: `Wind ${randomUUID().slice(0, 4)}`, most: 6 });
  // Begun before all else that runs: the wall has six lines, whatever else there is today.
  await changeAction(action.id, (detail) => Object.assign(detail.action.shifts[0], { starts: new Date(Math.floor(Date.now() / 60_000) * 60_000 - 4 * 3_600_000).toISOString().replace(".000Z", "Z") }));
  const { page: device, context } = await kiosk(browser);
  const number = phone();
  const name = somebody();
  await walkIn(device, action.title, name, number);
  const wall = await (await browser.newContext({ viewport: LANDSCAPE, timezoneId: "Asia/Almaty" })).newPage();
  await callOff(action.id);
  await device.getByRole("button", { name: "Join in" }).tap();
  const tile = device.getByRole("listitem").filter({ hasText: action.title });
  await expect(tile.getByText("Cancelled")).toBeVisible({ timeout: 60_000 });
  await expect(tile.getByText(`Reason: ${WHY.en}`)).toBeVisible();
  await expect(device.getByRole("button", { name: action.title })).toHaveCount(0);
  await axe(device);
  await device.getByRole("button", { name: "Start over" }).tap();
  await device.getByRole("button", { name: "I am here" }).tap();
  await device.getByRole("button", { name: "With my phone number" }).tap();
  await type(device, number.slice(-4));
  await type(device, name[0]!);
  const own = device.getByRole("listitem").filter({ hasText: action.title });
  await expect(own.getByText(`Reason: ${WHY.en}`)).toBeVisible();
  await expect(device.getByRole("main").getByRole("button", { name: "I am here" })).toHaveCount(0);
  await context.close();

  await wall.goto("/kiosk/wall?lang=en");
  await expect(wall.getByRole("listitem").filter({ hasText: action.title })).toContainText(/Cancelled|Болмайды|Отменено/);
});

test("what is written to a shift is still there after a reload, for its writer alone", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.7, title: `Rain ${randomUUID().slice(0, 4)}`, most: 4 });
  await volunteer(browser, action, phone(), "Dana");
  await openAs(page, coordinator, "/kiosk/today");
  await card(page, action.title).getByRole("button", { name: "Write to everybody in it" }).click();
  await page.getByRole("textbox", { name: "Message (English)" }).fill("Bring raincoats.");
  await page.getByRole("button", { name: "Back to the day" }).click();
  await expect(card(page, action.title).getByRole("button", { name: "Go on writing" })).toBeVisible();
  await page.reload();
  await card(page, action.title).getByRole("button", { name: "Go on writing" }).click();
  await expect(page.getByRole("textbox", { name: "Message (English)" })).toHaveValue("Bring raincoats.");
  await expect(page.getByText("What you had written before is still here.")).toBeVisible();

  // Somebody else on the same device finds nothing of it; its writer does.
  await page.goto("/me");
  await signOut(page);
  await openAs(page, "elena.demo@meyirim.example", "/kiosk/today");
  await expect(card(page, action.title).getByRole("button", { name: "Write to everybody in it" })).toBeVisible();
  await page.goto("/me");
  await signOut(page);
  await openAs(page, coordinator, "/kiosk/today");
  await card(page, action.title).getByRole("button", { name: "Go on writing" }).click();
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Throw away" }).click();
  await expect(card(page, action.title).getByRole("button", { name: "Write to everybody in it" })).toBeVisible();
});
