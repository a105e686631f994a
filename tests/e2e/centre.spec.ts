// The coworking centre: somebody books from a phone, with and without a network, and hears whether it is theirs; who runs the centre books for others, moves, blocks, repeats.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { coloured, keptOffline, settled, signIn, signInAs } from "./support/app";
import { staff, test } from "./support/centre";
import { atHour, local } from "./support/hub";
import { type OwnBackend } from "./support/own";

/** Tomorrow by the hub's clock, as it is written in an address. */
const tomorrow = () => local(Date.now() + 24 * 3_600_000).slice(0, 10);
const later = (days: number) => new Date(Date.parse(tomorrow()) + days * 86_400_000).toISOString().slice(0, 10);
const at = (hour: number, after: number) => new Date(atHour(hour, 1 + after)).toISOString();

/** Somebody else, from elsewhere. */
async function elsewhere(hub: OwnBackend, resource: string, hour: number, after = 0): Promise<void> {
  const body = { resource, from: at(hour, after), to: at(hour + 1, after), what: { walk_in: { name: "Somebody", phone: null, here: false } }, made_at: new Date().toISOString() };
  const id = randomUUID().slice(0, 18);
  const answer = await fetch(`${hub.url}/api/v1/centre/desk/${id}`, { method: "PUT", headers: { ...staff, "idempotency-key": id }, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

const hours = (page: Page) => page.getByRole("group", { name: "Hours" });
const hour = (page: Page, from: number) => hours(page).getByRole("button", { name: new RegExp(`^${String(from).padStart(2, "0")}:00`) });
const mine = (page: Page) => page.getByRole("region", { name: "My bookings" });

/** Opens tomorrow, for a room. */
async function choose(page: Page, room: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Trial coworking" })).toBeVisible();
  await page.getByRole("group", { name: "Day" }).getByRole("button", { name: /^Tomorrow/ }).click();
  await page.getByRole("button", { name: "Room", exact: true }).click();
  await page.getByRole("combobox", { name: "Which room" }).selectOption({ label: `Room ${room}: up to 6 people` });
  await expect(hour(page, 10)).toBeVisible();
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

test("a volunteer books two hours, takes them along in a calendar, and gives them up", async ({ page }) => {
  await signIn(page, "/centre");
  await choose(page, "Birch");
  await expect(page.getByText("Open today: 00:00")).toBeVisible();
  await hour(page, 10).click();
  await hour(page, 11).click();
  await expect(hour(page, 10)).toHaveAttribute("aria-pressed", "true");
  await fits(page);
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const booking = mine(page).getByRole("listitem").filter({ hasText: "Room Birch" });
  await expect(booking.getByText("Booked", { exact: true })).toBeVisible();
  await expect(booking.getByText(/Check in between 09:45 and 10:15/)).toBeVisible();
  // Now it is taken for whoever looks.
  await expect(hour(page, 10)).toHaveAttribute("aria-disabled", "true");
  const [file] = await Promise.all([page.waitForEvent("download"), booking.getByRole("button", { name: "Add to calendar" }).click()]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("SUMMARY:Trial coworking: Room Birch");
  expect(text).toContain("STATUS:CONFIRMED");
  await fits(page);
  // More than one's share is foreseen, and said.
  for (const from of [13, 14, 15]) await hour(page, from).click();
  await expect(page.getByText("No more than 4 h a day.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Book", exact: true })).toHaveCount(0);
  await booking.getByRole("button", { name: /^Give up/ }).click();
  await expect(mine(page).getByRole("listitem")).toHaveCount(0);
  await expect(hour(page, 10)).not.toHaveAttribute("aria-disabled", "true");
});

test("a booking made without a network is provisional, and then confirmed", async ({ context, page }) => {
  await signIn(page, "/centre");
  await settled(page);
  await choose(page, "Poplar");
  await keptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await choose(page, "Poplar");
  await expect(page.getByText(/^As of /)).toBeVisible();
  await hour(page, 9).click();
  await expect(page.getByText("Not confirmed yet")).toBeVisible();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const booking = mine(page).getByRole("listitem").filter({ hasText: "Room Poplar" });
  await expect(booking.getByText("Not confirmed yet")).toBeVisible();
  await expect(booking.getByText(/Saved on this device/)).toBeVisible();
  await fits(page);
  // It survives a restart, and the outbox tells of it.
  await page.goto("/outbox");
  await expect(page.getByRole("heading", { name: "Book: Room Poplar" })).toBeVisible();
  await page.goto("/centre");
  await expect(booking.getByText("Not confirmed yet")).toBeVisible();
  await context.setOffline(false);
  await expect(booking.getByText("Booked", { exact: true })).toBeVisible();
});

test("somebody else was faster: it is said, with what is free instead", async ({ context, hub, page }) => {
  await signIn(page, "/centre");
  await settled(page);
  await choose(page, "Maple");
  await keptOffline(page);
  await context.setOffline(true);
  await hour(page, 12).click();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const booking = mine(page).getByRole("listitem").filter({ hasText: "Room Maple" });
  await expect(booking.getByText("Not confirmed yet")).toBeVisible();
  await elsewhere(hub, "room-maple", 12);
  await context.setOffline(false);
  await expect(booking.getByText("Not accepted")).toBeVisible();
  await expect(booking.getByText("Somebody else has taken that time.")).toBeVisible();
  await expect(booking.getByText("Free instead:")).toBeVisible();
  await fits(page);
  await booking.getByRole("button", { name: /^Room Maple, 1[13]:00/ }).first().click();
  await expect(mine(page).getByRole("listitem")).toHaveCount(1);
  await expect(booking.getByText("Booked", { exact: true })).toBeVisible();
});

test("somebody who comes now checks in", async ({ page }) => {
  await signIn(page, "/centre");
  await expect(page.getByRole("heading", { level: 1, name: "Trial coworking" })).toBeVisible();
  // The hour that runs: the first that is free today. One that is over before it is booked would be refused.
  await expect.poll(() => Date.now() % 3_600_000, { timeout: 60_000 }).toBeLessThan(3_580_000);
  await page.reload();
  await hours(page).getByRole("button", { name: /: free$/ }).first().click();
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const booking = mine(page).getByRole("listitem");
  await booking.getByRole("button", { name: /^Check in/ }).click();
  await expect(booking.getByText("Checked in", { exact: true })).toBeVisible();
});

test("whoever is not signed in sees the hours, and is led to signing in", async ({ hub, page }) => {
  await page.goto("/shops?lang=en");
  await page.getByRole("main").getByRole("link", { name: "Coworking centre" }).click();
  await settled(page);
  await choose(page, "Elm");
  // What somebody else takes meanwhile is seen without doing anything.
  await expect(hour(page, 20)).not.toHaveAttribute("aria-disabled", "true");
  await elsewhere(hub, "room-elm", 20);
  await expect(hour(page, 20)).toHaveAttribute("aria-disabled", "true");
  await hour(page, 10).click();
  await expect(page.getByRole("link", { name: "Sign in to book" })).toBeVisible();
  await fits(page);
  await page.goto("/centre/staff");
  await expect(page.getByRole("heading", { name: "Sign in first" })).toBeVisible();
});

test("who runs the centre books for somebody, moves it by keyboard, blocks, and repeats with what is left out", async ({ browser, hub }) => {
  test.slow();
  await elsewhere(hub, "room-apple", 15);
  await elsewhere(hub, "room-apple", 14, 1);
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signInAs(page, "serik.demo@meyirim.example", "/centre/staff");
  await page.getByLabel("Day", { exact: true }).fill(tomorrow());
  const grid = page.getByRole("grid", { name: "Timetable" });
  const cell = (from: number, what: RegExp) => grid.getByRole("button", { name: new RegExp(`^Room Apple, ${String(from).padStart(2, "0")}:00.*${what.source}`) });
  await expect(cell(15, /Somebody/)).toBeVisible();
  await fits(page);

  // Somebody without an account.
  await cell(10, /free/).click();
  const panel = page.getByRole("region", { name: /^Room Apple, 10:00/ });
  await panel.getByRole("button", { name: "Book", exact: true }).click();
  await expect(panel.getByText("Enter a name.")).toBeVisible();
  await panel.getByRole("textbox", { name: "Name" }).fill("Aliya Guest");
  await panel.getByRole("textbox", { name: "Phone" }).fill("8 701 000 00 09");
  await panel.getByRole("combobox", { name: "Until" }).selectOption({ label: "12:00" });
  await fits(page);
  await panel.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText(/^Done: Aliya Guest, 10:00/)).toBeVisible();
  await expect(cell(10, /Aliya Guest/)).toBeVisible();

  // The keyboard: from cell to cell by the arrows, then the form.
  await cell(10, /Aliya Guest/).focus();
  await page.keyboard.press("ArrowRight");
  await expect(cell(12, /free/)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  const card = page.getByRole("region", { name: "Aliya Guest" });
  await expect(card.getByText("+77010000009")).toBeVisible();
  await card.getByRole("combobox", { name: "Time" }).selectOption({ label: "17:00–\u206019:00" });
  await card.getByRole("button", { name: "Move" }).click();
  await expect(page.getByText(/^Moved: Room Apple, 17:00/)).toBeVisible();
  await expect(cell(17, /Aliya Guest/)).toBeVisible();
  // By dragging as well.
  await cell(17, /Aliya Guest/).dragTo(cell(20, /free/));
  await expect(page.getByText(/^Moved: Room Apple, 20:00/)).toBeVisible();
  await expect(cell(20, /Aliya Guest/)).toBeVisible();

  // A block, again and again: what clashes is left out, and said before.
  await cell(15, /Somebody/).focus();
  await cell(14, /free/).click();
  const block = page.getByRole("region", { name: /^Room Apple, 14:00/ });
  await block.getByRole("button", { name: "Block", exact: true }).click();
  await block.getByRole("textbox", { name: "Why it is blocked" }).fill("Cleaning");
  await block.getByRole("checkbox", { name: "Repeat" }).check();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]) await block.getByRole("checkbox", { name: day }).check();
  await block.getByLabel("Last day").fill(later(2));
  await block.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("Possible: 2, not possible: 1. Nothing is booked yet.")).toBeVisible();
  await expect(block.getByRole("listitem").filter({ hasText: "taken" })).toHaveCount(1);
  await block.getByRole("button", { name: "Book 2 days" }).click();
  await expect(page.getByText("Days booked: 2, left out: 1.")).toBeVisible();
  await expect(cell(14, /Cleaning/)).toBeVisible();
  // What lies before it goes no further than that.
  await cell(13, /free/).click();
  const again = page.getByRole("region", { name: /^Room Apple, 13:00/ });
  await expect(again.getByRole("combobox", { name: "Until" }).getByRole("option")).toHaveCount(1);
  await again.getByRole("button", { name: "Close" }).click();

  await cell(14, /Cleaning/).click();
  await page.getByRole("button", { name: "Cancel the rest of the series" }).click();
  await expect(page.getByText("Bookings cancelled: 2.")).toBeVisible();
  await expect(cell(14, /free/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);
});

test("a volunteer is told that the timetable is not for them", async ({ page }) => {
  await signIn(page, "/centre");
  await expect(page.getByRole("link", { name: "Timetable (for staff)" })).toHaveCount(0);
  await page.goto("/centre/staff");
  await expect(page.getByRole("heading", { name: "You may not do this" })).toBeVisible();
  await expect(page.getByRole("grid")).toHaveCount(0);
});
