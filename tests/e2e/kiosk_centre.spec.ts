// A seat or a room booked at a kiosk, for today: granted, refused, provisional; two kiosks and a phone; coming to it. All of it for the hour that runs (or the next one, where that is nearly over), so that a journey is the same at any hour of the day.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, keptOffline } from "./support/app";
import { changeCentre, staff, test } from "./support/centre";
import { AHEAD, local } from "./support/hub";
import { kiosk, LANDSCAPE, placesOf, PORTRAIT, pressTwice, somebody, started, today, type } from "./support/kiosk";
import { type OwnBackend } from "./support/own";

const HOUR = 3_600_000;
const phone = () => `8701${String(Math.floor(1e6 + Math.random() * 8e6))}`;
/** What a journey takes at most. */
const LONGEST = 3 * 60_000;
/** The hour of this journey: one that does not end before it does. People can come to the next one already. */
let hour = 0;
test.beforeEach(() => {
  hour = Math.floor((Date.now() + LONGEST) / HOUR);
});
/** That hour, and the one after it. */
const runs = (after = 0) => new Date((hour + after) * HOUR).toISOString().replace(".000Z", "Z");
const day = () => local(hour * HOUR).slice(0, 10);

const bookings = async (hub: OwnBackend): Promise<any[]> => (await (await fetch(`${hub.url}/api/v1/centre/days/${day()}/bookings`, { headers: staff })).json()).items;
const of = async (hub: OwnBackend, name: string) => (await bookings(hub)).filter((one) => one.holder.walk_in?.name === name);
const refused = async (hub: OwnBackend, names: string[]) => (await today(hub.url)).refused_bookings.filter((one: any) => names.includes(one.name)).map((one: any) => one.why);

/** Somebody else, at the desk. */
async function elsewhere(hub: OwnBackend, resource: string): Promise<void> {
  const body = { resource, from: runs(), to: runs(1), what: { walk_in: { name: "Somebody", phone: null, here: true } }, made_at: new Date().toISOString() };
  const id = randomUUID().slice(0, 18);
  const answer = await fetch(`${hub.url}/api/v1/centre/desk/${id}`, { method: "PUT", headers: { ...staff, "idempotency-key": id }, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

const hours = (page: Page) => page.getByRole("group", { name: "Hours" });

/** As far as the hours of today: of any seat, or of a room. */
async function openHours(page: Page, room?: string): Promise<void> {
  await page.getByRole("button", { name: "Coworking centre" }).tap();
  await page.getByRole("button", { name: room ? /^Room/ : /^Seat/ }).tap();
  if (room) await page.getByRole("button", { name: `Room ${room}` }).tap();
  await expect(page.getByRole("heading", { name: "At what time today?" })).toBeVisible();
}

const theHour = (page: Page) => hours(page).getByRole("button", { name: new RegExp(`^${local(hour * HOUR).slice(11, 16)}`) });

/** And the one of this journey. */
async function choose(page: Page, room?: string): Promise<void> {
  await openHours(page, room);
  await theHour(page).tap();
}

/** All of it, before they agree. */
async function fillIn(page: Page, name: string, number: string, room?: string): Promise<void> {
  await choose(page, room);
  await expect(page.getByText(/^Chosen: /)).toBeVisible();
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByRole("heading", { name: "What is your name?" })).toBeVisible();
  await type(page, name);
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByRole("heading", { name: "Your phone number" })).toBeVisible();
  await type(page, number);
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByRole("heading", { name: "Is this right?" })).toBeVisible();
}

const agree = (page: Page) => page.getByRole("button", { name: "I agree, book it" }).tap();

async function sound(page: Page): Promise<void> {
  for (const scheme of ["dark", "light"] as const) {
    await coloured(page, scheme);
    expect((await new AxeBuilder({ page }).options({ rules: { "color-contrast-enhanced": { enabled: true } } }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  }
  // What is pressed is never smaller than a thumb.
  for (const button of await page.getByRole("main").getByRole("button").all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(71.5);
}

test("whoever has no phone is led to the staff; one button starts over, and back is the phone again", async ({ browser, hub }) => {
  const { page } = await kiosk(browser, PORTRAIT, { base: hub.url });
  await choose(page);
  await page.getByRole("button", { name: "Next" }).tap();
  await type(page, somebody());
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("button", { name: "I have no phone" }).tap();
  await expect(page.getByRole("heading", { name: "I have no phone" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Start over" })).toHaveCount(1);
  await sound(page);
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(page.getByRole("heading", { name: "Your phone number" })).toBeVisible();
});

for (const [held, viewport] of [["upright", PORTRAIT], ["lying", LANDSCAPE]] as const) {
  test(`somebody takes a seat at a screen ${held}, once however often they press, and sits down`, async ({ browser, hub }) => {
    test.slow();
    const { page } = await kiosk(browser, viewport, { base: hub.url });
    await page.getByRole("button", { name: "Coworking centre" }).tap();
    await expect(page.getByRole("heading", { name: "What do you need?" })).toBeVisible();
    await sound(page);
    await page.getByRole("button", { name: "Back" }).tap();
    const name = somebody();
    await choose(page);
    await sound(page);
    // Back goes one step back, and out at the first.
    await page.getByRole("button", { name: "Back" }).tap();
    await expect(page.getByRole("heading", { name: "What do you need?" })).toBeVisible();
    await page.getByRole("button", { name: "Back" }).tap();
    // Without a phone the staff are asked; a number that is none is said.
    await choose(page);
    await page.getByRole("button", { name: "Next" }).tap();
    await type(page, name);
    await page.getByRole("button", { name: "Next" }).tap();
    await page.getByRole("button", { name: "I have no phone" }).tap();
    await expect(page.getByText("The staff will book for you")).toBeVisible();
    await page.getByRole("button", { name: "Back" }).tap();
    await type(page, "8701");
    await page.getByRole("button", { name: "Next" }).tap();
    await expect(page.getByRole("textbox", { name: "Your phone number" })).toHaveAttribute("aria-invalid", "true");
    await page.getByRole("textbox", { name: "Your phone number" }).fill(phone());
    await page.getByRole("button", { name: "Next" }).tap();
    await expect(page.getByRole("definition").filter({ hasText: name })).toBeVisible();
    await sound(page);
    await pressTwice(page, "I agree, book it");
    await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
    await expect(page.getByText(/Check in between/)).toBeVisible();
    expect(await placesOf(page, name)).toEqual([]);
    expect((await of(hub, name)).map((one) => [one.state, one.from])).toEqual([["booked", runs()]]);
    await sound(page);
    await page.getByRole("main").getByRole("button", { name: "I am here" }).tap();
    await expect(page.getByRole("heading", { name: "You are checked in" })).toBeVisible();
    expect((await of(hub, name)).map((one) => one.state)).toEqual(["checked_in"]);
  });
}

test("somebody else was faster: it is said, with what is free instead, under the same name", async ({ browser, hub }) => {
  test.slow();
  const { page } = await kiosk(browser, PORTRAIT, { base: hub.url });
  const name = somebody();
  await fillIn(page, name, phone(), "Birch");
  await elsewhere(hub, "room-birch");
  await agree(page);
  await expect(page.getByRole("heading", { name: "It was not booked" })).toBeVisible();
  await expect(page.getByText("Somebody else has taken that time.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Free instead:" })).toBeVisible();
  await sound(page);
  expect(await refused(hub, [name])).toEqual(["taken"]);
  await page.getByRole("listitem").getByRole("button").first().tap();
  await expect(page.getByRole("heading", { name: "Is this right?" })).toBeVisible();
  await agree(page);
  await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
  expect((await of(hub, name)).map((one) => one.resource)).not.toEqual(["room-birch"]);
  expect(await placesOf(page, name)).toEqual([]);
});

test("one place at a time by the phone, also at another kiosk", async ({ browser, hub }) => {
  test.slow();
  const [one, other] = [await kiosk(browser, PORTRAIT, { base: hub.url }), await kiosk(browser, LANDSCAPE, { base: hub.url })];
  const number = phone();
  await fillIn(one.page, somebody(), number, "Oak");
  await agree(one.page);
  await expect(one.page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
  await fillIn(other.page, somebody(), number, "Pine");
  await agree(other.page);
  await expect(other.page.getByText("You have another booking at that time.")).toBeVisible();
});

test("without a network it is provisional and sealed, and this device promises the place to nobody else", async ({ browser, hub }) => {
  test.slow();
  const { page, context } = await kiosk(browser, PORTRAIT, { base: hub.url });
  await keptOffline(page);
  // What is taken today is known once somebody has looked.
  await choose(page, "Poplar");
  await expect(page.getByText(/^Chosen: /)).toBeVisible();
  await page.getByRole("button", { name: "Start over" }).tap();
  await context.setOffline(true);
  const name = somebody();
  await choose(page, "Poplar");
  await expect(page.getByText(/^No connection: somebody may have taken that time/)).toBeVisible();
  await sound(page);
  await page.getByRole("button", { name: "Start over" }).tap();
  await fillIn(page, name, phone(), "Poplar");
  await agree(page);
  await expect(page.getByRole("heading", { name: "Kept, but not confirmed yet" })).toBeVisible();
  expect(await placesOf(page, name), "sealed").toEqual([]);
  // A power cut: it is still there, and still nobody else's.
  await page.reload();
  await started(page);
  await openHours(page, "Poplar");
  await expect(theHour(page)).toHaveAttribute("aria-disabled", "true");
  await context.setOffline(false);
  await expect.poll(async () => (await of(hub, name)).length, { timeout: 60_000 }).toBe(1);
});

test("two kiosks without a network and a phone want the same hour: one has it, the others are there to be talked to", async ({ browser, hub }) => {
  test.slow();
  const kiosks = [await kiosk(browser, PORTRAIT, { base: hub.url }), await kiosk(browser, PORTRAIT, { base: hub.url })];
  const names = [somebody(), somebody()];
  for (const [at, { page, context }] of kiosks.entries()) {
    await keptOffline(page);
    await choose(page, "Maple");
    await expect(page.getByText(/^Chosen: /)).toBeVisible();
    await page.getByRole("button", { name: "Start over" }).tap();
    await context.setOffline(true);
    await fillIn(page, names[at], phone(), "Maple");
    await agree(page);
    await expect(page.getByRole("heading", { name: "Kept, but not confirmed yet" })).toBeVisible();
  }
  // The phone of somebody with an account.
  const body = { resource: "room-maple", from: runs(), to: runs(1), made_at: new Date().toISOString() };
  const byPhone = fetch(`${hub.url}/api/v1/centre/bookings/${randomUUID().slice(0, 18)}`, { method: "PUT", headers: { ...staff, "idempotency-key": randomUUID() }, body: JSON.stringify(body) });
  for (const { context } of kiosks) await context.setOffline(false);
  const phoned = (await byPhone).status === 200 ? 1 : 0;
  await expect.poll(async () => (await refused(hub, names)).length + (await of(hub, names[0])).length + (await of(hub, names[1])).length, { timeout: 60_000 }).toBe(2);
  const held = (await bookings(hub)).filter((one) => one.resource === "room-maple" && one.from === runs());
  expect(held.length).toBe(1);
  expect((await refused(hub, names)).length).toBe(1 + phoned);
});

test("who has booked comes back and says so, by digits and a letter", async ({ browser, hub }) => {
  test.slow();
  const { page } = await kiosk(browser, LANDSCAPE, { base: hub.url });
  const [name, number] = [somebody(), phone()];
  await fillIn(page, name, number, "Elm");
  await agree(page);
  await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Start over" }).tap();
  await page.getByRole("button", { name: "I am here" }).tap();
  await page.getByRole("button", { name: "With my phone number" }).tap();
  // The device hears of today every half minute.
  await expect(async () => {
    await type(page, number.slice(-4));
    await type(page, "q");
    await expect(page.getByRole("heading", { name: "Your place" }).or(page.getByText("Not on today's list"))).toBeVisible();
    await expect(page.getByRole("heading", { name: "Your place" })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByText("Room Elm")).toBeVisible();
  expect(await page.getByText(name).count(), "the device does not know who it is").toBe(0);
  await page.getByRole("main").getByRole("button", { name: "I am here" }).tap();
  await expect(page.getByRole("heading", { name: "You are checked in" })).toBeVisible();
  expect((await of(hub, name)).map((one) => one.state)).toEqual(["checked_in"]);
});

test("a device that loses its network books although nobody has opened that screen today", async ({ browser, hub }) => {
  test.slow();
  // The beat asks for what the centre is, and then for what is taken today.
  let asked: Promise<unknown> | undefined;
  const { page, context } = await kiosk(browser, PORTRAIT, {
    base: hub.url,
    before: async (page) => {
      asked = page.waitForEvent("requestfinished", { predicate: (request) => request.url().endsWith(`/centre/days/${day()}`), timeout: 90_000 });
    },
  });
  await asked;
  await keptOffline(page);
  await context.setOffline(true);
  const name = somebody();
  await fillIn(page, name, phone(), "Apple");
  await agree(page);
  await expect(page.getByRole("heading", { name: "Kept, but not confirmed yet" })).toBeVisible();
  await context.setOffline(false);
  await expect.poll(async () => (await of(hub, name)).length, { timeout: 60_000 }).toBe(1);
});

test("after closing time it says since when it is closed, and from when it opens next", async ({ browser, hub }) => {
  test.slow();
  const now = new Date(Date.now() + AHEAD);
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const [today, tomorrow] = [((now.getUTCDay() + 6) % 7) + 1, ((now.getUTCDay() + 7) % 7) + 1];
  await changeCentre(hub, (centre) => {
    // Tomorrow is closed all the same; the day after has other hours.
    const after = (tomorrow % 7) + 1;
    centre.open = [{ weekday: today, from: 0, to: minute }, { weekday: tomorrow, from: 0, to: 1440 }, { weekday: after, from: 630, to: 1200 }];
    centre.closed = [{ day: new Date(now.getTime() + 24 * HOUR).toISOString().slice(0, 10), why: null }];
  });
  try {
    for (const viewport of [PORTRAIT, LANDSCAPE]) {
      const { page } = await kiosk(browser, viewport, { base: hub.url });
      await page.getByRole("button", { name: "Coworking centre" }).tap();
      const closed = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
      await expect(page.getByRole("heading", { name: `The centre has been closed since ${closed} today` })).toBeVisible();
      await expect(page.getByText(/^Opens next: .*, 10:30$/)).toBeVisible();
      await sound(page);
    }
  } finally {
    await changeCentre(hub);
  }
});
