// A kiosk as a test has it: a paired device of its own, and what is on it.
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { settled } from "./app";
import { ZONE } from "./hub";

export const PORTRAIT = { width: 1080, height: 1920 };
export const LANDSCAPE = { width: 1920, height: 1080 };
export const PIN = "204060";

/** As an administrator, of the shared backend or of a journey's own. */
async function call(method: string, path: string, body?: unknown, base = process.env.BASE_URL): Promise<any> {
  const headers = { authorization: "Bearer demo-administrator", "content-type": "application/json", "idempotency-key": randomUUID() };
  const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${path}: ${await answer.text()}`);
  return answer.json();
}

/** The code that an unpaired device shows. */
export async function codeOf(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: "Add this device to the hub" })).toBeVisible();
  return (await page.getByText(/^\d{4} \d{4}$/).textContent())!;
}

export interface Kiosk {
  id: string;
  name: string;
  context: BrowserContext;
  page: Page;
}

/** A paired device on its start screen, with what is on today known. `before`: what the page is before it begins, such as its clock. */
export async function kiosk(browser: Browser, viewport = PORTRAIT, { base = process.env.BASE_URL, before }: { base?: string; before?: (page: Page) => Promise<void> } = {}): Promise<Kiosk> {
  const context = await browser.newContext({ viewport, hasTouch: true, timezoneId: ZONE, baseURL: base });
  const page = await context.newPage();
  await before?.(page);
  await page.goto("/kiosk?lang=en");
  const name = `Kiosk ${randomUUID().slice(0, 6)}`;
  const { id } = await call("POST", "/kiosks", { code: await codeOf(page), name, pin: PIN }, base);
  // A clock that a test has put in place of the browser's knows no marks of the app to wait for.
  if (before) await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
  else await started(page);
  return { id, name, context, page };
}

/** Waits for the start screen, for what is on, and where there is a network, for who is expected today. */
export async function started(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Join in" })).toBeVisible();
  await settled(page);
  await page.waitForFunction(() => !navigator.onLine || performance.getEntriesByType("resource").some((entry) => entry.name.endsWith("/kiosks/me/day")));
}

/** For what a device was told to have kept, and sends with its next beat. */
export const ONE_BEAT = { timeout: 60_000 };

export const change = (id: string, patch: unknown): Promise<any> => call("PATCH", `/kiosks/${id}`, patch);

export const today = (base?: string): Promise<any> => call("GET", "/kiosks/today", undefined, base);

/** What has happened on a device, as far as it was heard. */
export const eventsOf = async (id: string, base?: string): Promise<string[]> => (await call("GET", `/kiosks/${id}/events`, undefined, base)).map((event: any) => event.what);

/** A name of Latin letters that nobody else has. */
export const somebody = () => `Q${randomUUID().replace(/[^a-f]/g, "").slice(0, 8)}`;

/** Presses a button twice within one turn, faster than any screen can follow. */
export const pressTwice = (page: Page, name: string): Promise<void> => page.getByRole("button", { name }).evaluate((button: HTMLElement) => (button.click(), button.click()));

/** Types on the kiosk's own keyboard. */
export async function type(page: Page, text: string): Promise<void> {
  const keys = page.getByRole("group", { name: "Keyboard" });
  for (const letter of text) await keys.getByRole("button", { name: letter === " " ? "Space" : new RegExp(`^${letter.replace("+", "\\+")}$`, "i") }).tap();
}

/** Through the steps of somebody grown up, without a phone; ends before they agree. */
export async function fillIn(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole("button", { name: "Join in" }).tap();
  await page.getByRole("button", { name: title }).first().tap();
  await expect(page.getByRole("heading", { name: "What is your name?" })).toBeVisible();
  await type(page, name);
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("button", { name: "I have no phone" }).tap();
  await page.getByRole("button", { name: /18/ }).tap();
  await expect(page.getByRole("heading", { name: "What happens to what you typed?" })).toBeVisible();
}

/** Where a text lies on a device that should hold nothing of it: the document, every row of every data base, caches, storages, history. */
export function placesOf(page: Page, text: string): Promise<string[]> {
  return page.evaluate(async (text) => {
    const found: string[] = [];
    const has = (place: string, value: string) => void (value.includes(text) && found.push(place));
    has("document", document.documentElement.outerHTML);
    for (const field of document.querySelectorAll("input")) has("field", field.value);
    has("history", JSON.stringify(history.state) + location.href);
    has("localStorage", JSON.stringify({ ...localStorage }));
    has("sessionStorage", JSON.stringify({ ...sessionStorage }));
    const asked = <T>(request: IDBRequest<T>) => new Promise<T>((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
    const words = (value: unknown): string => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : JSON.stringify(value) ?? "");
    for (const { name } of await indexedDB.databases()) {
      const base = await asked(indexedDB.open(name!));
      for (const store of base.objectStoreNames) {
        const rows = base.transaction(store).objectStore(store);
        for (const key of await asked(rows.getAllKeys())) has(`${name}/${store} key`, String(key));
        for (const row of await asked(base.transaction(store).objectStore(store).getAll())) has(`${name}/${store}`, words(row));
      }
      base.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        has(`cache ${request.url}`, request.url);
        has(`cache ${request.url}`, (await (await cache.match(request))?.clone().text()) ?? "");
      }
    }
    return found;
  }, text);
}
