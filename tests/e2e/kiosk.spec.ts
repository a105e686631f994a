// The kiosk: pairing, walking in with and without a network, being left alone, the PIN, and being wiped from afar. On a touch screen, upright and lying.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { keptOffline, signInAs } from "./support/app";
import { newAction } from "./support/backend";
import { change, codeOf, fillIn, kiosk, LANDSCAPE, ONE_BEAT, PIN, placesOf, PORTRAIT, somebody, started, today, type } from "./support/kiosk";
import { test } from "./support/test";

const walkedIn = async (name: string) => (await today()).shifts.flatMap((shift: any) => shift.people).filter((one: any) => one.name === name);

/** Contrast of 7 to 1 on the device itself, which is read standing. */
async function sound(page: Page, standing = true): Promise<void> {
  expect((await new AxeBuilder({ page }).options({ rules: { "color-contrast-enhanced": { enabled: standing } } }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
}

test("an administrator adds a device by its code, and looks after it from afar", async ({ browser, page }) => {
  test.slow();
  const device = await (await browser.newContext({ viewport: PORTRAIT, hasTouch: true })).newPage();
  await device.goto("/kiosk?lang=en");
  const code = await codeOf(device);
  await sound(device);

  await signInAs(page, "elena.demo@meyirim.example", "/kiosk/devices");
  const name = `By the door ${randomUUID().slice(0, 6)}`;
  await page.getByText("Add a kiosk").first().click();
  await page.getByRole("button", { name: "Add a kiosk" }).click();
  await expect(page.getByText("The code has eight digits.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "The code on its screen" })).toBeFocused();
  await expect(page.getByText("A name has 1 to 60 characters.")).toBeVisible();
  await page.getByRole("textbox", { name: "The code on its screen" }).fill("0000 0001");
  await page.getByRole("textbox", { name: "Name" }).first().fill(name);
  await page.getByRole("textbox", { name: "PIN" }).first().fill(PIN);
  await page.getByRole("button", { name: "Add a kiosk" }).click();
  await expect(page.getByText("There is no such code")).toBeVisible();
  await page.getByRole("textbox", { name: "The code on its screen" }).fill(code);
  await page.getByRole("button", { name: "Add a kiosk" }).click();
  await expect(page.getByText(`"${name}" was added`)).toBeVisible();
  await started(device);
  await sound(page, false);

  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(card.getByText(/Last heard/)).toBeVisible({ timeout: 60_000 });
  await card.getByText("Events").click();
  await expect(card.getByText(/started/)).toBeVisible();
  await card.getByText("Change", { exact: true }).click();
  await card.getByRole("button", { name: "Lock" }).click();
  await expect(card.getByText("Locked")).toBeVisible();
  await expect(device.getByRole("heading", { name: "This kiosk is out of use for now" })).toBeVisible({ timeout: 60_000 });
  // What somebody has opened stays open while the device goes on beating.
  await card.getByRole("button", { name: "Unlock" }).click();
  await expect(device.getByRole("button", { name: "Join in" })).toBeVisible({ timeout: 60_000 });
});

for (const [held, viewport] of [["upright", PORTRAIT], ["lying", LANDSCAPE]] as const) {
  test(`somebody walks in at a screen ${held}, says that they are here, and leaves nothing on it`, async ({ browser }) => {
    test.slow();
    const action = await newAction({ startsInHours: 0.5, title: "Walk-in" });
    const { page } = await kiosk(browser, viewport);
    await sound(page);
    const name = somebody();
    await fillIn(page, action.title, name);
    await sound(page);
    // What is pressed is never smaller than a thumb.
    for (const button of await page.locator(".kiosk").getByRole("button").all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(72 * (await button.evaluate((at) => (at.closest(".segmented, .kiosk-foot") ? 0.5 : 1))) - 0.5);
    await page.getByRole("button", { name: "I agree, sign me up" }).tap();
    await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
    expect(await placesOf(page, name)).toEqual([]);
    await page.getByRole("button", { name: "I am here" }).tap();
    await expect(page.getByRole("heading", { name: "Welcome!" })).toBeVisible();
    await expect.poll(async () => (await walkedIn(name)).map((one: any) => [one.walked_in !== null, one.came !== null]), ONE_BEAT).toEqual([[true, true]]);
  });
}

for (const [held, viewport] of [["upright", { width: 810, height: 1080 }], ["lying", { width: 1080, height: 810 }]] as const) {
  test(`on a tablet ${held} all of a screen is in sight: the languages above, every key, and the way back below`, async ({ browser }) => {
    const action = await newAction({ startsInHours: 0.5, title: "Tablet" });
    const { page } = await kiosk(browser, viewport);
    await page.getByRole("button", { name: "Join in" }).tap();
    await page.getByRole("button", { name: action.title }).first().tap();
    await expect(page.getByRole("heading", { name: "What is your name?" })).toBeVisible();
    // Kazakh has the most rows.
    const keys = page.getByRole("group", { name: "Keyboard" });
    await keys.getByRole("button", { name: "Қазақша" }).tap();
    await expect(keys.getByRole("button", { name: "Ә" })).toBeVisible();
    const foot = (await page.getByRole("contentinfo").boundingBox())!;
    for (const key of await keys.getByRole("button").all()) {
      const { y, height, width } = (await key.boundingBox())!;
      expect(y + height).toBeLessThanOrEqual(foot.y);
      expect(Math.min(height, width)).toBeGreaterThanOrEqual(44);
    }
    expect((await page.getByRole("group", { name: "Тіл · Язык · Language" }).boundingBox())!.y).toBeGreaterThanOrEqual(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await sound(page);
  });
}

test("without a network what was entered is sealed, said to be provisional, and gone once the backend has it", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "Offline walk-in" });
  const { page, context } = await kiosk(browser);
  await keptOffline(page);
  await context.setOffline(true);
  const name = somebody();
  await fillIn(page, action.title, name);
  await page.getByRole("button", { name: "I agree, sign me up" }).tap();
  await expect(page.getByRole("heading", { name: "Kept, but not confirmed yet" })).toBeVisible();
  expect(await placesOf(page, name), "sealed").toEqual([]);
  // A power cut: the device starts into itself, without a network, and still has what waits.
  await page.reload();
  await started(page);
  await page.getByRole("button", { name: "Staff" }).tap();
  await type(page, PIN);
  await expect(page.getByText("Entries not sent: 1")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Entries not sent: 0")).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await walkedIn(name)).length).toBe(1);
});

test("two kiosks without a network promise the last place: one gets it, the other is somebody to talk to", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "Last place", most: 1, needed: 1 });
  const [one, other] = [await kiosk(browser), await kiosk(browser)];
  const names = [somebody(), somebody()];
  for (const [at, device] of [one, other].entries()) {
    await keptOffline(device.page);
    await device.context.setOffline(true);
    await fillIn(device.page, action.title, names[at]);
    await device.page.getByRole("button", { name: "I agree, sign me up" }).tap();
    await expect(device.page.getByRole("heading", { name: "Kept, but not confirmed yet" })).toBeVisible();
  }
  for (const device of [one, other]) await device.context.setOffline(false);
  await expect.poll(async () => (await today()).refused.filter((one: any) => names.includes(one.name)).map((one: any) => one.why), { timeout: 60_000 }).toEqual(["full"]);
  expect((await walkedIn(names[0])).length + (await walkedIn(names[1])).length).toBe(1);
});

test("somebody under 14 names who answers for them; work that the law keeps from them is not offered further", async ({ browser }) => {
  test.slow();
  const [action, hard] = [await newAction({ startsInHours: 0.5, title: "With a parent" }), await newAction({ startsInHours: 0.5, title: "Hard work", hazards: ["emergency_relief"], youngest: "18_plus" })];
  const { page } = await kiosk(browser);
  const name = somebody();
  const upTo = async (title: string) => {
    await page.getByRole("button", { name: "Join in" }).tap();
    await page.getByRole("button", { name: title }).first().tap();
    await page.getByRole("button", { name: "Next" }).tap();
    await expect(page.getByText("Type your name.")).toBeVisible();
    await type(page, name);
    await page.getByRole("button", { name: "Next" }).tap();
    await page.getByRole("button", { name: "I have no phone" }).tap();
    await page.getByRole("button", { name: /14/ }).first().tap();
  };
  await upTo(hard.title);
  await expect(page.getByRole("heading", { name: "You were not signed up" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Start over" }).tap();
  await upTo(action.title);
  await page.getByRole("button", { name: "A parent comes along" }).tap();
  await expect(page.getByRole("heading", { name: "Your parent's name" })).toBeVisible();
  await type(page, "Gulnar");
  await page.getByRole("button", { name: "Next" }).tap();
  await type(page, "8701");
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByRole("textbox", { name: "Your parent's phone" })).toHaveAttribute("aria-invalid", "true");
  await type(page, "1234567");
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("button", { name: "I agree, sign me up" }).tap();
  await expect(page.getByRole("heading", { name: "The place is yours" })).toBeVisible();
  await expect.poll(async () => (await walkedIn(name)).map((one: any) => [one.walked_in.parent.name, one.walked_in.parent.phone])).toEqual([["Gulnar", "+77011234567"]]);
});

test("a thousand characters, and whoever leaves in the middle", async ({ browser }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: "Left alone" });
  // Before anything is begun: who is there is looked for by one timer after the other, and one of the real clock would come when the other stands still.
  const { page } = await kiosk(browser, PORTRAIT, { before: (page) => page.clock.install() });
  await page.getByRole("button", { name: "Join in" }).tap();
  await page.getByRole("button", { name: action.title }).first().tap();
  const field = page.getByRole("textbox", { name: "What is your name?" });
  await field.fill("Ә".repeat(1000));
  await page.getByRole("button", { name: "Next" }).tap();
  await expect(page.getByText("The name is too long: 120 characters at most.")).toBeVisible();
  const name = somebody();
  await field.fill(name);
  await field.focus();
  // The time stands still while the dialog is asked: a key is somebody who is there, which ends it at the next look.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 10_000));
  await page.clock.runFor(62_000);
  await expect(page.getByRole("alertdialog", { name: "Are you still there?" })).toBeVisible();
  // Nothing behind it can be reached, and the focus goes back to where somebody was typing.
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement!.closest("dialog") !== null)).toBe(true);
  }
  await page.getByRole("button", { name: "Yes, I am here" }).tap();
  await page.clock.resume();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(name);
  await page.clock.runFor(80_000);
  await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
  expect(await placesOf(page, name)).toEqual([]);
  // A step back leads nowhere else.
  await page.goBack();
  await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/kiosk");
});

test("guessing the PIN takes longer each time, also after a power cut", async ({ browser }) => {
  const { page } = await kiosk(browser);
  await page.getByRole("button", { name: "Staff" }).tap();
  for (let tries = 0; tries < 3; tries++) {
    await type(page, `12345${tries}`);
    await expect(page.getByText(tries < 2 ? "That is not the PIN" : /Too many wrong tries/)).toBeVisible();
    await expect(page.getByRole("textbox", { name: "PIN" })).toHaveValue("");
  }
  // At once: half a minute later the PIN would be taken again.
  await page.reload();
  await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
  await page.getByRole("button", { name: "Staff" }).tap();
  await type(page, PIN);
  await expect(page.getByText(/Too many wrong tries/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "This device" })).toHaveCount(0);
  await sound(page);
});

test("a device that is wiped from afar forgets everything, and is nobody's until it is paired anew", async ({ browser }) => {
  test.slow();
  const { page, id, name } = await kiosk(browser);
  await change(id, { wipe: true });
  await expect(page.getByRole("heading", { name: "Add this device to the hub" })).toBeVisible({ timeout: 90_000 });
  await codeOf(page);
  expect(await placesOf(page, name)).toEqual([]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBeGreaterThan(0);
});
