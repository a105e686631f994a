// What goes wrong at a kiosk that is left alone: its camera, its storage, its clock, its nights, and what people do with it.
import { expect, type Browser, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { signIn } from "./support/app";
import { newAction } from "./support/backend";
import { filmOf, type Held, withCamera } from "./support/camera";
import { local, zoneWhereItIs } from "./support/hub";
import { eventsOf, fillIn, kiosk, LANDSCAPE, ONE_BEAT, placesOf, PORTRAIT, pressTwice, somebody, today } from "./support/kiosk";
import { ownBackend } from "./support/own";
import { test } from "./support/test";

const DAY = 24 * 3_600_000;
const people = async (name: string) => (await today()).shifts.flatMap((shift: any) => shift.people).filter((one: any) => one.name === name);

async function toPass(page: Page): Promise<void> {
  await page.getByRole("button", { name: "I am here" }).tap();
  await page.getByRole("button", { name: "With my pass" }).tap();
}

/** A pass of somebody with a place in an action, on their phone. */
async function passOf(browser: Browser, action: { id: string }, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, `/actions/${action.id}`, { name });
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await page.goto("/me/pass");
  await expect(page.getByRole("img", { name: /pass/i })).toBeVisible();
  return page;
}

test("a camera that is missing says so once, and leads on", async ({ browser }) => {
  const { page, id, context } = await kiosk(browser);
  await context.grantPermissions(["camera"]);
  await toPass(page);
  await expect(page.getByRole("heading", { name: "The camera does not work" })).toBeVisible();
  await expect(page.getByText("This kiosk has no camera.")).toBeVisible();
  await page.getByRole("button", { name: "With my phone number" }).tap();
  await expect(page.getByRole("textbox", { name: "Last four digits of your phone" })).toBeVisible();
  await expect.poll(() => eventsOf(id), { timeout: 60_000 }).toContain("camera_missing");
});

test("a camera that is not allowed is for the staff, and nobody is kept by it", async ({ browser }) => {
  test.slow();
  const own = await passOf(browser, await newAction({ startsInHours: 0.5, title: "Not allowed" }), somebody());
  const standing = await withCamera(await filmOf(own.getByRole("img", { name: /pass/i })), true);
  const { page, id } = await kiosk(standing, LANDSCAPE);
  const devtools = await standing.newBrowserCDPSession();
  await devtools.send("Browser.setPermission", { permission: { name: "camera" }, setting: "denied", origin: process.env.BASE_URL });
  await toPass(page);
  await expect(page.getByText("This kiosk is not allowed to use its camera")).toBeVisible();
  await expect(page.getByRole("button", { name: "With my phone number" })).toBeVisible();
  await expect.poll(() => eventsOf(id), { timeout: 60_000 }).toContain("camera_refused");
  await standing.close();
});

for (const [how, held, readable] of [
  ["in dim light", { light: 0.3 }, true],
  ["with a finger over a corner of it", { covered: 0.12 }, true],
  ["more than half covered", { covered: 0.75 }, false],
] as [string, Held, boolean][]) {
  test(`a pass held up ${how} is ${readable ? "read" : "no pass, and nobody is noted"}`, async ({ browser }) => {
    test.slow();
    const action = await newAction({ startsInHours: 0.5, title: "Held up" });
    const name = `Aigul ${randomUUID().slice(0, 6)}`;
    const own = await passOf(browser, action, name);
    const standing = await withCamera(await filmOf(own.getByRole("img", { name: /pass/i }), held));
    const { page } = await kiosk(standing, LANDSCAPE);
    await toPass(page);
    if (readable) {
      await expect(page.getByText(action.title)).toBeVisible();
      await page.getByRole("main").getByRole("button", { name: "I am here" }).tap();
      await expect(page.getByRole("heading", { name: "Welcome!" })).toBeVisible();
    } else {
      // The picture runs, for several times as long as one that can be read has to be held up; and what does not need it is a tap away.
      await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 8);
      await expect(page.getByText(action.title)).toHaveCount(0);
      await expect(page.getByRole("button", { name: "With my phone number" })).toBeVisible();
    }
    await expect.poll(async () => (await people(name)).map((one: any) => one.came !== null), ONE_BEAT).toEqual([readable]);
    await standing.close();
  });
}

/** What comes of keeping something small. */
const probe = () =>
  new Promise<string>((done) => {
    const open = indexedDB.open("probe", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("rows");
    open.onerror = () => done(open.error!.name);
    open.onsuccess = () => {
      const write = open.result.transaction("rows", "readwrite");
      write.objectStore("rows").put("something", 1);
      write.oncomplete = () => (open.result.close(), done("kept"));
      write.onabort = () => (open.result.close(), done(write.error?.name ?? "aborted"));
    };
  });

test("a device with no room left says that nothing was written down, and tells of it", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "No room left" });
  const { page, id, context } = await kiosk(browser);
  const devtools = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  // A browser goes on for half a minute with the room that it was given before.
  await expect.poll(() => page.evaluate(probe), { timeout: 60_000, intervals: [1_000] }).toBe("QuotaExceededError");
  const name = somebody();
  await fillIn(page, action.title, name);
  await page.getByRole("button", { name: "I agree, sign me up" }).tap();
  await expect(page.getByRole("heading", { name: "This could not be kept" })).toBeVisible();
  await expect(page.getByText("Nothing was written down; please tell the staff.").first()).toBeVisible();
  expect(await people(name)).toEqual([]);
  expect(await placesOf(page, name)).toEqual([]);
  // Before the device begins anew by itself.
  await page.getByRole("main").getByRole("button", { name: "Start over" }).tap();
  await expect.poll(async () => (await today()).devices.find((one: any) => one.id === id).storage_full, { timeout: 60_000 }).toBe(true);
  // With room again it goes on as before.
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await expect.poll(() => page.evaluate(probe), { timeout: 60_000 }).toBe("kept");
  await fillIn(page, action.title, name);
  await page.getByRole("button", { name: "I agree, sign me up" }).tap();
  await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
});

for (const [how, off] of [["ahead", DAY], ["behind", -DAY]] as const) {
  test(`a clock that is a day ${how} is said, and nobody is taken for the wrong day`, async ({ browser }) => {
    test.slow();
    const [action, tomorrow] = [await newAction({ startsInHours: 0.5, title: "By a wrong clock" }), await newAction({ startsInHours: 24.5, title: "The day after" })];
    const { page, id } = await kiosk(browser, PORTRAIT, { before: (page) => page.clock.install({ time: Date.now() + off }) });
    await expect(page.getByText("This device's clock is wrong. Please tell the staff.")).toBeVisible();
    // The right time of day on its screen, and the right days in its list.
    const shown = local(Date.now()).slice(11, 13);
    await page.getByRole("button", { name: "Join in" }).tap();
    await expect(page.getByText(new RegExp(`^(${shown}|${String((Number(shown) + 1) % 24).padStart(2, "0")}):\\d\\d$`)).first()).toBeVisible();
    // The demo's week alone is more than the first lines.
    await page.getByRole("button", { name: /^Show all \(\d+\)$/ }).tap();
    await expect(page.getByRole("listitem").filter({ hasText: tomorrow.title }).getByText(/tomorrow/i)).toBeVisible();
    await expect(page.getByRole("button", { name: tomorrow.title })).toHaveCount(0);
    await page.getByRole("button", { name: "Start over" }).tap();
    const name = somebody();
    await fillIn(page, action.title, name);
    await page.getByRole("button", { name: "I agree, sign me up" }).tap();
    await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
    const at = Date.parse((await people(name))[0].walked_in.at);
    expect(Math.abs(at - Date.now())).toBeLessThan(5 * 60_000);
    await expect.poll(() => eventsOf(id), { timeout: 60_000 }).toContain("clock_off");
  });
}

test("by night the page begins anew, once, whatever the device's clock says", async ({ browser }) => {
  test.slow();
  // In a hub where it is three in the night, on a device that believes it is noon until it hears the backend.
  const hub = await ownBackend(undefined, {}, zoneWhereItIs(3));
  try {
    let loads = 0;
    const before = async (page: Page) => {
      page.on("load", () => loads++);
      await page.clock.install({ time: Date.now() + 9 * 3_600_000 });
    };
    const { page, id } = await kiosk(browser, PORTRAIT, { base: hub.url, before });
    await expect.poll(() => loads, { timeout: 240_000 }).toBe(2);
    await expect(page.getByText("This device's clock is wrong. Please tell the staff.")).toBeVisible();
    await page.clock.runFor(130_000);
    await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
    await expect.poll(() => eventsOf(id, hub.url), { timeout: 60_000 }).toContain("nightly_wipe");
    expect(loads).toBe(2);
  } finally {
    hub.stop();
  }
});

test("whatever is pressed twice happens once, and whatever a name holds is kept as it is", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "Twice" });
  const { page } = await kiosk(browser);
  const name = `🦊 Әлия ${somebody()} 👩‍👩‍👧`;
  await page.getByRole("button", { name: "Join in" }).tap();
  await page.getByRole("button", { name: action.title }).first().tap();
  await page.getByRole("textbox", { name: "What is your name?" }).fill("Ә".repeat(1000));
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByText("The name is too long: 120 characters at most.")).toBeVisible();
  await page.getByRole("textbox", { name: "What is your name?" }).fill(`  ${name} `);
  await pressTwice(page, "Next");
  await expect(page.getByRole("heading", { name: "Your phone number" })).toBeVisible();
  for (const wrong of ["8701", "123456789", "0000000000"]) {
    await page.getByRole("textbox", { name: "Your phone number" }).fill(wrong);
    await page.getByRole("button", { name: "Next" }).tap();
    await expect(page.getByRole("textbox", { name: "Your phone number" })).toHaveAttribute("aria-invalid", "true");
  }
  await pressTwice(page, "I have no phone");
  await expect(page.getByRole("heading", { name: "How old are you?" })).toBeVisible();
  await page.getByRole("button", { name: /18/ }).tap();
  await pressTwice(page, "I agree, sign me up");
  await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
  await pressTwice(page, "I am here");
  await expect(page.getByRole("heading", { name: "Welcome!" })).toBeVisible();
  await expect.poll(async () => (await people(name)).map((one: any) => one.came !== null), ONE_BEAT).toEqual([true]);
  expect(await placesOf(page, name)).toEqual([]);
});
