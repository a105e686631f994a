// Checking in at a kiosk, three ways, and what the staff and the wall see of a day.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { keptOffline, openAs, settled } from "./support/app";
import { changeAction, newAction } from "./support/backend";
import { filmOf, withCamera } from "./support/camera";
import { kiosk, LANDSCAPE, ONE_BEAT, today, type } from "./support/kiosk";
import { test } from "./support/test";
import { phone, volunteer } from "./support/volunteer";

const came = async (name: string) => (await today()).shifts.flatMap((shift: any) => shift.people).find((one: any) => one.name === name);

test("by the last digits of a phone and a letter, with and without a network", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "By digits" });
  const [contact, name] = [phone(), `Zhanar ${randomUUID().slice(0, 6)}`];
  await volunteer(browser, action, contact, name);
  const { page, context } = await kiosk(browser);
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "I am here" }).tap();
  await page.getByRole("button", { name: "With my phone number" }).tap();
  await type(page, "0000");
  await type(page, "q");
  await expect(page.getByText("Not on today's list")).toBeVisible();
  await type(page, contact.slice(-4));
  await type(page, "z");
  await expect(page.getByText(action.title)).toBeVisible();
  expect(await page.getByText(name).count(), "the device does not know who it is").toBe(0);
  await page.getByRole("main").getByRole("button", { name: "I am here" }).tap();
  await expect(page.getByRole("heading", { name: "Welcome!" })).toBeVisible();
  await context.setOffline(false);
  await expect.poll(async () => (await came(name))?.came, { timeout: 60_000 }).toBeTruthy();
});

test("by pass, in front of the camera", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "By pass" });
  const name = `Aigul ${randomUUID().slice(0, 6)}`;
  const page = await volunteer(browser, action, phone(), name);
  await page.goto("/me/pass");
  const film = await filmOf(page.getByRole("img", { name: /pass/i }));
  const standing = await withCamera(film);
  const { page: screen } = await kiosk(standing, LANDSCAPE);
  await screen.getByRole("button", { name: "I am here" }).tap();
  await screen.getByRole("button", { name: "With my pass" }).tap();
  await expect(screen.getByText(action.title)).toBeVisible();
  await screen.getByRole("main").getByRole("button", { name: "I am here" }).tap();
  await expect(screen.getByRole("heading", { name: "Welcome!" })).toBeVisible();
  await expect.poll(async () => (await came(name))?.came, ONE_BEAT).toBeTruthy();
  await standing.close();
});

test("by the rotating code on one's own phone, with neither of the two online; no camera is said where it is missing", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "By code" });
  const name = `Serik ${randomUUID().slice(0, 6)}`;
  const own = await volunteer(browser, action, phone(), name);
  const { page, context } = await kiosk(browser);
  await keptOffline(page);
  await own.goto(`/check-in/${action.id}?shift=1`);
  await settled(own);
  await keptOffline(own);
  await expect.poll(() => page.evaluate(async () => performance.getEntriesByType("resource").some((entry) => entry.name.endsWith("/kiosks/me/day")))).toBe(true);
  await context.setOffline(true);
  await own.context().setOffline(true);
  await page.getByRole("button", { name: "I am here" }).tap();
  await page.getByRole("button", { name: "With my pass" }).tap();
  await expect(page.getByText(/camera/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Back" }).tap();
  await page.getByRole("button", { name: "On my own phone" }).tap();
  const choose = page.getByRole("button", { name: action.title });
  await expect(choose.or(page.getByText(/^\d{3} \d{3}$/))).toBeVisible();
  if (await choose.count()) await choose.tap();
  const code = (await page.getByText(/^\d{3} \d{3}$/).textContent())!;
  await own.getByRole("textbox", { name: "The shift's code" }).fill(code);
  await own.getByRole("button", { name: "Check in" }).click();
  await expect(own.getByText("Saved on this device, will be sent")).toBeVisible();
  await own.context().setOffline(false);
  await expect.poll(async () => (await came(name))?.came, { timeout: 60_000 }).toBeTruthy();
});

test("the volunteer department sees today; the wall shows it, with what is left", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.02, title: "Shown today", most: 4, needed: 3 });
  const name = `Timur ${randomUUID().slice(0, 6)}`;
  await page.setViewportSize({ width: 1280, height: 900 });
  await openAs(page, "serik.demo@meyirim.example", "/kiosk/today");
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: action.title }) });
  await expect(card.getByText("3 people are missing")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const wall = await (await browser.newContext({ viewport: LANDSCAPE })).newPage();
  await wall.goto("/kiosk/wall?lang=en");
  await stands(wall);
  await volunteer(browser, await newAction({ startsInHours: 3, title: "Beside" }), phone(), name);
  expect((await new AxeBuilder({ page: wall }).analyze()).violations).toEqual([]);

  // Called off: it stays, and says so, for those who come all the same.
  await changeAction(action.id, (detail) => (detail.action.state = "cancelled"));
  await expect(card.getByText("Cancelled", { exact: true })).toBeVisible({ timeout: 60_000 });
});

async function stands(wall: Page): Promise<void> {
  await expect(wall.getByRole("heading", { name: "Today" })).toBeVisible();
  await settled(wall);
}
