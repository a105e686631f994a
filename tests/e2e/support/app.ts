// The app as a person uses it: everything by role and name.
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

/** Waits until the app has a whole listing and stands on its cache. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName("sync-done").length > 0);
}

/** The page in other colours, once they have arrived: half-way between two there is little contrast, and however short the way is, a loaded machine looks at it there. */
export async function coloured(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const under = document.getAnimations().filter((animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime)));
    await Promise.allSettled(under.map((transition) => transition.finished));
  });
}

/** Waits until the service worker keeps the app, so that it starts without a network, and the device has all that it needs there. */
export async function keptOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null && performance.getEntriesByName("device-ready").length > 0);
}

interface Who {
  contact?: string;
  /** The label of the age class. */
  age?: RegExp;
  name?: string;
}

async function enterCode(page: Page, next: string, contact: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}&lang=en`);
  await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(contact);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("button", { name: "Fill in the code" }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs an account of the demo in. Ends on `next`. A contact has one code at a time, and tests run side by side: each test its own account. */
export async function signInAs(page: Page, contact: string, next: string): Promise<void> {
  await enterCode(page, next, contact);
  await expect(page).toHaveURL(new RegExp(`${next}$`));
}

/** On the account's page: signs out, and waits until nothing personal is left on the device and the backend has heard. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page.getByText("You are signed out. Your personal data is gone from this device.")).toBeVisible();
}

/** An account of the demo that other journeys sign in too: a contact has one code at a time, and where another has taken its place it is asked for once more. Ends on `path`. */
export async function openAs(page: Page, who: string, path: string): Promise<void> {
  await expect(async () => {
    // A round that was given up may have come through.
    await page.context().clearCookies({ name: "meyirim_session" });
    await page.goto(`/sign-in?next=${encodeURIComponent(path)}&lang=en`);
    await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(who, { timeout: 10_000 });
    await page.getByRole("button", { name: "Send me a code" }).click({ timeout: 10_000 });
    await page.getByRole("button", { name: "Fill in the code" }).click({ timeout: 10_000 });
    await page.getByRole("button", { name: "Sign in" }).click({ timeout: 10_000 });
    await expect(page).toHaveURL((url) => !url.pathname.startsWith("/sign-in"), { timeout: 10_000 });
  }).toPass();
}

/** Signs somebody new in by the one-time code that a demo backend shows. Ends on `next`. */
export async function signIn(page: Page, next = "/me", { contact = `e2e-${randomUUID().slice(0, 12)}@meyirim.example`, age = /18/, name }: Who = {}): Promise<{ contact: string; id: string }> {
  await enterCode(page, next, contact);
  await page.getByRole("radio", { name: age }).check();
  if (name) await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`${next.replace(/[?]/g, "\\?")}$`));
  const { person } = await (await page.context().request.get("/api/v1/session")).json();
  return { contact, id: person.id };
}

/** Opens an action by its address and waits for its heading. */
export async function openAction(page: Page, action: { id: string; title: string }): Promise<void> {
  await page.goto(`/actions/${action.id}`);
  await expect(page.getByRole("heading", { level: 1, name: action.title })).toBeVisible();
}

/** The number of rows the backend holds for whoever is signed in here. */
export async function signupsOf(context: BrowserContext, action: string): Promise<{ standing: unknown }[]> {
  const answer = await context.request.get("/api/v1/signups?limit=500");
  expect(answer.ok()).toBe(true);
  return (await answer.json()).items.filter((signup: { action: string }) => signup.action === action);
}
