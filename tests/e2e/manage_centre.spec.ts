// The settings of the centre, changed by those who run it: each mistake at its field, nobody overwritten, nothing typed lost, and no booking lost unseen.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, keptOffline, openAs, settled, signIn } from "./support/app";
import { changeCentre, staff, test } from "./support/centre";
import { atHour, local } from "./support/hub";
import { type OwnBackend } from "./support/own";

const coordinator = "serik.demo@meyirim.example";
const administrator = "elena.demo@meyirim.example";
const auditor = "marat.demo@meyirim.example";

const group = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const text = (page: Page, name: string, lang: "Қазақша" | "Русский" | "English") => group(page, name).first().getByRole("textbox", { name: lang });
const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();
const saved = (page: Page) => expect(page.getByText("Saved, everybody sees it.")).toBeVisible();
const settings = async (hub: OwnBackend): Promise<any> => (await fetch(`${hub.url}/api/v1/centre`)).json();
const dayFromNow = (days: number) => local(Date.now() + days * 24 * 3_600_000).slice(0, 10);

/** Somebody at the desk, in two days from ten to eleven. */
async function book(hub: OwnBackend, resource: string, hour = 10): Promise<string> {
  const id = randomUUID().slice(0, 18);
  const at = (hour: number) => new Date(atHour(hour, 2)).toISOString().replace(".000Z", "Z");
  const body = { resource, from: at(hour), to: at(hour + 1), what: { walk_in: { name: `Guest ${hour}`, phone: null, here: false } }, made_at: new Date().toISOString() };
  const answer = await fetch(`${hub.url}/api/v1/centre/desk/${id}`, { method: "PUT", headers: { ...staff, "idempotency-key": id }, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return id;
}

const states = async (hub: OwnBackend): Promise<Record<string, string>> => {
  const answer = await fetch(`${hub.url}/api/v1/centre/days/${dayFromNow(2)}/bookings`, { headers: staff });
  return Object.fromEntries((await answer.json()).items.map((one: any) => [one.id, one.state]));
};

async function sound(page: Page): Promise<void> {
  const light = await new AxeBuilder({ page }).analyze();
  await coloured(page, "dark");
  const dark = await new AxeBuilder({ page }).withRules("color-contrast").analyze();
  await coloured(page, "light");
  expect([...light.violations, ...dark.violations].map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
}

test.beforeEach(({ hub }) => changeCentre(hub));

test("whoever runs the centre changes its texts, hours, closed days, rules and places, and is told each mistake at its field", async ({ page, hub }) => {
  test.slow();
  await openAs(page, coordinator, "/manage");
  await page.getByRole("link", { name: "Settings of the centre" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings of the centre" })).toBeVisible();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await sound(page);

  await field(page, "Minutes a person a day").fill("30");
  await field(page, "Latitude, degrees").fill("42,3176");
  await group(page, "Monday").getByRole("button", { name: "Add hours after a break" }).click();
  await group(page, "Monday").getByLabel("Opens").nth(1).fill("20:00");
  await group(page, "Monday").getByLabel("Closes").nth(1).fill("19:00");
  await page.getByRole("button", { name: "Add a room" }).click();
  await save(page);
  await expect(page.getByText("First fill in or correct the marked fields: 5.")).toBeVisible();
  await expect(field(page, "Longitude, degrees")).toBeFocused();
  await expect(group(page, "Monday").getByText("It has to close after it opens.")).toBeVisible();
  await expect(page.getByText("A number from 60 to 1440 is needed.")).toBeVisible();
  await sound(page);

  await field(page, "Longitude, degrees").fill("69.5901");
  await field(page, "Minutes a person a day").fill("120");
  await expect(page.getByText(/2 h a day/)).toBeVisible();
  await group(page, "Monday").getByLabel("Closes").nth(0).fill("12:00");
  await group(page, "Monday").getByLabel("Closes").nth(1).fill("00:00");
  await group(page, "Sunday").getByRole("button", { name: "Remove" }).click();
  await expect(group(page, "Sunday").getByText("closed", { exact: true })).toBeVisible();
  await text(page, "Name of the centre", "English").fill("The new centre");
  await page.getByLabel("Also closed on").fill(dayFromNow(40));
  await page.getByRole("button", { name: "Add a closed day" }).click();
  await text(page, "Why it is closed", "Русский").fill("Ремонт");
  await expect(page.getByText("Not in Kazakh").first()).toBeVisible();
  // The room that was added is the last, and open since it lacks what it needs.
  await group(page, "Name").last().getByRole("textbox", { name: "English" }).fill("Quiet room");
  await page.getByRole("textbox", { name: "For how many people" }).last().fill("8");
  await page.getByRole("button", { name: "Add equipment" }).last().click();
  await group(page, "Equipment").last().getByRole("textbox", { name: "English" }).fill("a screen");
  await save(page);
  await saved(page);
  const now = await settings(hub);
  expect([now.name.en, now.rules.a_day, now.coordinates.lat]).toEqual(["The new centre", 120, 42.3176]);
  expect(now.open.filter((one: any) => one.weekday === 1)).toEqual([{ weekday: 1, from: 0, to: 720 }, { weekday: 1, from: 1200, to: 1440 }]);
  expect(now.open.some((one: any) => one.weekday === 7)).toBe(false);
  expect(now.closed).toEqual([{ day: dayFromNow(40), why: { kk: null, ru: "Ремонт", en: null } }]);
  const room = now.resources.at(-1);
  expect([room.kind, room.name.en, room.capacity, room.equipment.map((one: any) => one.en)]).toEqual(["room", "Quiet room", 8, ["a screen"]]);
  await page.goto("/centre?lang=en");
  await expect(page.getByRole("heading", { level: 1, name: "The new centre" })).toBeVisible();
});

test("a change that takes somebody's place away says whose day it is, asks again when somebody books meanwhile, and loses nobody", async ({ page, hub }) => {
  test.slow();
  const first = await book(hub, "room-cedar");
  await openAs(page, administrator, "/manage/centre");
  await page.getByRole("group").filter({ hasText: "Room Cedar" }).getByText("Room Cedar", { exact: true }).click();
  await page.getByRole("button", { name: "Remove: Room Cedar" }).click();
  await save(page);
  const asked = page.getByRole("alert", { name: /^Saved like this/ });
  await expect(asked.getByRole("heading", { name: "Saved like this, 1 booking would be left without its hours or its place" })).toBeFocused();
  await expect(asked.getByRole("listitem")).toHaveText([/10:00–11:00 – Room Cedar: there is no such place any more/]);
  await sound(page);
  await asked.getByRole("button", { name: "Do not save yet" }).click();
  await expect(asked).toBeHidden();
  expect((await settings(hub)).resources.some((one: any) => one.id === "room-cedar")).toBe(true);

  await save(page);
  await expect(asked).toBeVisible();
  const second = await book(hub, "room-cedar", 12);
  await asked.getByRole("button", { name: "Save all the same" }).click();
  await expect(asked.getByRole("heading", { name: /^Saved like this, 2 bookings/ })).toBeVisible();
  await asked.getByRole("button", { name: "Save all the same" }).click();
  await saved(page);
  expect(await states(hub)).toMatchObject({ [first]: "booked", [second]: "booked" });

  // They are there until somebody has seen to them, with the way to their day.
  const left = page.getByRole("region", { name: /^Bookings left without their hours or their place/ }).getByRole("listitem").filter({ hasText: "room-cedar" });
  await expect(left).toHaveCount(2);
  await left.first().getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/centre/staff\\?day=${dayFromNow(2)}`));
  for (const [guest, id] of [["Guest 10", first], ["Guest 12", second]] as const) {
    await page.getByRole("button", { name: new RegExp(guest) }).click();
    await page.getByRole("button", { name: "Cancel the booking" }).click();
    await expect.poll(async () => (await states(hub))[id]).toBe("cancelled");
    await expect(page.getByText("Cancelled; the place is free.")).toBeVisible();
  }
  await page.getByRole("link", { name: "Settings of the centre" }).click();
  // The places of the demo are none of this centre's: what was booked there is still there to be seen to.
  await expect(page.getByRole("region", { name: /^Bookings left/ })).toBeVisible();
  await expect(left).toHaveCount(0);
});

test("two change it at once: both versions are shown, and neither loses anything", async ({ page, hub }) => {
  test.slow();
  await openAs(page, coordinator, "/manage/centre");
  await text(page, "Name of the centre", "English").fill("Mine");
  await group(page, "Tuesday").getByLabel("Opens").fill("08:00");
  await field(page, "Days ahead that can be booked").fill("30");
  await changeCentre(hub, (centre) => {
    centre.name.en = "Theirs";
    centre.about.en = "Also theirs";
    centre.open.find((one: any) => one.weekday === 2).to = 1200;
    centre.resources = centre.resources.filter((one: any) => one.id !== "room-pine");
  });
  await save(page);
  const clash = page.getByRole("alert", { name: "You and somebody else changed the same thing" });
  await expect(clash.getByRole("listitem")).toHaveCount(2);
  const one = (name: string) => clash.getByRole("listitem").filter({ hasText: name });
  await expect(one("Name of the centre, English")).toContainText("Theirs");
  await expect(one("Tuesday")).toContainText("08:00–00:00");
  await expect(one("Tuesday")).toContainText("00:00–20:00");
  await sound(page);
  await one("Name of the centre, English").getByRole("button", { name: "Keep mine" }).click();
  await one("Tuesday").getByRole("button", { name: "Take theirs" }).click();
  await expect(clash).toBeHidden();
  await save(page);
  await saved(page);
  const now = await settings(hub);
  expect([now.name.en, now.about.en, now.rules.days_ahead, now.resources.some((one: any) => one.id === "room-pine")]).toEqual(["Mine", "Also theirs", 30, false]);
  expect(now.open.filter((one: any) => one.weekday === 2)).toEqual([{ weekday: 2, from: 0, to: 1200 }]);
});

test("without a connection what was typed stays on the device, and saving waits for it", async ({ page, context, hub }) => {
  test.slow();
  await openAs(page, coordinator, "/manage/centre");
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await keptOffline(page);
  await context.setOffline(true);
  await text(page, "What it is for, and for whom", "English").fill("Typed in the lift");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await expect(page.getByText("This needs a connection: everybody is to hear of it at once.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveAttribute("aria-disabled", "true");
  await page.reload();
  await settled(page);
  await expect(text(page, "What it is for, and for whom", "English")).toHaveValue("Typed in the lift");
  await context.setOffline(false);
  await expect(page.getByRole("button", { name: "Save", exact: true })).not.toHaveAttribute("aria-disabled", "true");
  await save(page);
  await saved(page);
  expect((await settings(hub)).about.en).toBe("Typed in the lift");
});

test("it is not for everybody", async ({ page, browser }) => {
  await signIn(page, "/manage/centre");
  await expect(page.getByRole("heading", { name: "You may not do this" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  const other = await (await browser.newContext({ baseURL: page.url().split("/manage")[0] })).newPage();
  await openAs(other, auditor, "/manage/centre");
  await expect(other.getByRole("heading", { name: "You may not do this" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
});
