// What people want to be told and how; what arrives on a device; and the news in the app.
import AxeBuilder from "@axe-core/playwright";
import { expect, type CDPSession, type Page } from "@playwright/test";
import { keptOffline, signIn } from "./support/app";
import { Faults, changeAction, newAction } from "./support/backend";
import { wholeChromium } from "./support/chromium";
import { test } from "./support/test";

const origin = process.env.BASE_URL!;
const box = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });

test("what I want to hear is kept, and reads well in three languages", async ({ page }) => {
  const { contact } = await signIn(page, "/settings");
  const section = page.getByRole("region", { name: "Notices", exact: true });
  await expect(section.getByText(`Letters go to ${contact}`)).toBeVisible();
  await expect(box(page, "A day before: by e-mail")).toBeChecked();
  await expect(box(page, "Two hours before: by e-mail")).not.toBeChecked();
  await expect(box(page, "Two hours before: on a device")).toBeChecked();
  await box(page, "Two hours before: by e-mail").check();
  await box(page, "The time or place has changed: by e-mail").uncheck();
  await expect(section.getByText("Saved", { exact: true })).toBeVisible();
  for (const [lang, hours, changed] of [
    ["ru", "До дела осталось два часа: письмом", "Изменилось время или место: письмом"],
    ["kk", "Шараға екі сағат қалды: хатпен", "Уақыты немесе орны өзгерді: хатпен"],
    ["en", "Two hours before: by e-mail", "The time or place has changed: by e-mail"],
  ]) {
    await page.goto(`/settings?lang=${lang}`);
    await expect(box(page, hours)).toBeChecked();
    await expect(box(page, changed)).not.toBeChecked();
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});

test("nothing is called saved before all that was chosen is", async ({ context, page }) => {
  const faults = await Faults.of(context);
  await signIn(page, "/settings");
  const wish = { method: "PUT", path_prefix: "/session/person/wishes" };
  await faults.next({ ...wish, act: "delay-ms:300" }, { ...wish, act: "delay-ms:1500" });
  await box(page, "A day before: by e-mail").click();
  await box(page, "Two hours before: by e-mail").click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(box(page, "A day before: by e-mail")).not.toBeChecked();
  await expect(box(page, "Two hours before: by e-mail")).toBeChecked();
});

test("what could not be saved goes back to what it was, and says so", async ({ context, page }) => {
  const faults = await Faults.of(context);
  await signIn(page, "/settings");
  const wish = box(page, "A day before: by e-mail");
  await expect(wish).toBeChecked();
  await faults.next({ method: "PUT", path_prefix: "/session/person/wishes", act: "fail-500" });
  await wish.click();
  await expect(page.getByText("Not saved: all is as it was.")).toBeVisible();
  await expect(wish).toBeChecked();
  await page.reload();
  await expect(wish).toBeChecked();
});

test("without a connection nothing can be chosen, and it says why", async ({ context, page }) => {
  await signIn(page, "/settings");
  await expect(box(page, "A day before: by e-mail")).toBeEnabled();
  await keptOffline(page);
  await context.setOffline(true);
  await expect(box(page, "A day before: by e-mail")).toBeDisabled();
  await expect(page.getByText("Changing this needs a connection.")).toBeVisible();
});

test("who signs in with a number is told that there are no letters", async ({ page }) => {
  const number = `+7701${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
  await signIn(page, "/settings", { contact: number });
  await expect(page.getByText("You sign in with a phone number")).toBeVisible();
  await expect(box(page, "A day before: by e-mail")).toBeDisabled();
  await expect(box(page, "A day before: on a device")).toBeEnabled();
});

test("where the browser forbids it, there is a way to allow it", async () => {
  const context = await (await wholeChromium()).newContext({ baseURL: origin, locale: "en-GB" });
  const page = await context.newPage();
  await signIn(page, "/settings");
  await expect(page.getByRole("button", { name: "Turn on for this device" })).toBeVisible();
  const browser = await context.newCDPSession(page);
  const { targetInfo } = await browser.send("Target.getTargetInfo");
  const browserContextId = targetInfo.browserContextId;
  await browser.send("Browser.setPermission", { origin, permission: { name: "notifications" }, setting: "denied", browserContextId });
  await page.reload();
  await expect(page.getByText("Your browser blocks notifications of this site.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Turn on for this device" })).toHaveCount(0);
});

/** The worker's registration, as DevTools know it. */
async function registered(devtools: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) =>
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted);
      if (ours) resolve(ours.registrationId);
    }),
  );
  await devtools.send("ServiceWorker.enable");
  return found;
}

test("a message arrives on the device, and a second one of the same thing takes its place", async () => {
  const context = await (await wholeChromium()).newContext({ baseURL: origin });
  const page = await context.newPage();
  await context.grantPermissions(["notifications"], { origin });
  await page.goto("/?lang=kk");
  await keptOffline(page);
  const devtools = await context.newCDPSession(page);
  const registrationId = await registered(devtools);
  // Chromium forgets a notification that it is asked for while it is still being put up: so it is asked first, and told once more.
  const afterTelling = async (data: string) => {
    const before = await shown();
    await devtools.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
    return before;
  };
  const shown = () =>
    page.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url })),
    );
  const message = { title: "Өзгеріс бар: Сенбілік", body: "Сенбі, 28 қараша, 10:00–13:00", url: "/actions/senbilik", tag: "senbilik.1.changed" };
  await expect.poll(() => afterTelling(JSON.stringify(message))).toEqual([message]);
  const second = { ...message, body: "Сенбі, 28 қараша, 11:00–14:00" };
  await expect.poll(() => afterTelling(JSON.stringify(second))).toEqual([second]);
  // What cannot be read is shown by the hub's name.
  await expect.poll(async () => [...new Set((await afterTelling("?")).map(({ title }) => title))].sort()).toEqual(["Мейірім", message.title]);
});

test("news: a change is there until I have seen it", async ({ page }) => {
  const action = await newAction({ startsInHours: 60 });
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await changeAction(action.id, (detail) => (detail.action.place = { en: "The river bank" }));
  await page.goto("/me");
  const news = page.getByRole("region", { name: "News for you" });
  await expect(news.getByText("Something has changed, check the time and place")).toBeVisible();
  await expect(news.getByRole("link", { name: action.title })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await news.getByRole("button", { name: "Got it" }).click();
  await expect(news).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("link", { name: action.title })).toBeVisible();
  await expect(news).toHaveCount(0);
  await changeAction(action.id, (detail) => (detail.action.state = "cancelled"));
  await page.reload();
  await expect(news.getByText("Called off, no need to come")).toBeVisible();
});
