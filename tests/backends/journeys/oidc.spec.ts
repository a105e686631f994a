// Signing in at another server, as people do for other services of a city: npm `oidc-provider`, in front of a json-server whose signups are only for who shows a token of it.
import { expect, test, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
// @ts-expect-error plain JavaScript, shared with the command line
import { start } from "../oidc.mjs";
// @ts-expect-error plain JavaScript, shared with the command line
import { freePort } from "../server.mjs";
// @ts-expect-error plain JavaScript, shared with the command line
import { stage } from "../stage.mjs";

const root = new URL("../../..", import.meta.url).pathname;
type Stage = { url: string; port: number; admin: { create: (wanted: { title: string; most: number }) => Promise<string>; count: (id: string) => Promise<number> }; stop: () => Promise<void> };
type Identity = { url: string; grants: string[]; given: Set<string>; revoked: string[]; shown: Set<string>; accepts: (asked: unknown) => Promise<boolean>; takeBack: () => void; stop: () => Promise<void> };

let here: Stage;
let identity: Identity;

test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  const port = await freePort();
  identity = await start({ app: `http://127.0.0.1:${port}` });
  const profile = JSON.parse(readFileSync(join(root, "public/profiles/json-server.json"), "utf8"));
  profile.auth = { oidc: {
    issuer: identity.url, client: "meyirim", scope: "openid profile email offline_access", parameters: { prompt: "consent" }, record: "userinfo",
    person: { id: { at: "sub", as: "id" }, name: "name", contact: "email" },
  } };
  here = await stage("json-server", {
    profile, port, connect: [identity.url],
    guard: (asked: { url: string }) => (asked.url.includes("/registrations") ? identity.accepts(asked) : true),
  });
});
test.afterAll(async () => { await here?.stop(); await identity?.stop(); });

const host = () => new URL(identity.url).host;
const action = async (most = 5) => here.admin.create({ title: `Across ${Math.random().toString(36).slice(2, 8)}`, most });

/** At the other server, with its own forms. */
async function giveName(page: Page, name: string) {
  await page.getByRole("textbox", { name: "Enter any login" }).fill(name);
  await page.getByPlaceholder("and password").fill("word");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function signIn(page: Page, name: string, next: string) {
  await page.goto(`${here.url}/sign-in?next=${encodeURIComponent(next)}&lang=en`);
  await expect(page.getByText(`You sign in at ${host()} and come back here.`)).toBeVisible();
  await page.getByRole("button", { name: `Sign in at ${host()}` }).click();
  await giveName(page, name);
  await page.getByRole("radio", { name: /18/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`${next}$`));
}

/** Everything that outlives the tab, and the addresses that it has been at. */
const kept = (page: Page) => page.evaluate(async () => {
  const found = [JSON.stringify(localStorage), location.href, document.cookie, ...performance.getEntriesByType("resource").map((entry) => entry.name)];
  for (const { name } of await indexedDB.databases()) {
    const opened = await new Promise<IDBDatabase>((resolve, reject) => Object.assign(indexedDB.open(name!), { onsuccess: (event: Event) => resolve((event.target as IDBOpenDBRequest).result), onerror: reject }));
    for (const store of opened.objectStoreNames) {
      const all = await new Promise<unknown[]>((resolve, reject) => Object.assign(opened.transaction(store).objectStore(store).getAll(), { onsuccess: (event: Event) => resolve((event.target as IDBRequest).result), onerror: reject }));
      for (const one of all) found.push(one instanceof Uint8Array ? new TextDecoder().decode(one) : JSON.stringify(one));
    }
    opened.close();
  }
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  return found.join("\n");
});

test("sign in there, join here, and no token stays", async ({ page }) => {
  const id = await action();
  await page.goto(`${here.url}/actions/${id}?lang=en`);
  await signIn(page, "aliya", `/actions/${id}`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "You are signed up" })).toBeVisible();
  expect(await here.admin.count(id)).toBe(1);
  expect(identity.shown.size).toBeGreaterThan(0);
  const all = await kept(page);
  expect(all).toContain("aliya@meyirim.example");
  expect(identity.given.size).toBeGreaterThan(2);
  for (const token of identity.given) expect(all).not.toContain(token);
  expect(all).not.toContain("code=");
  // The way back cannot be gone again.
  await page.goBack();
  await expect(page).not.toHaveURL(/code=/);
});

test("what the server has taken back is renewed without a word", async ({ page }) => {
  const [first, second] = [await action(), await action()];
  await signIn(page, "marat", `/actions/${first}`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "You are signed up" })).toBeVisible();
  identity.takeBack();
  identity.grants.length = 0;
  await page.goto(`${here.url}/actions/${second}`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "You are signed up" })).toBeVisible();
  expect(identity.grants).toEqual(["refresh_token"]);
  expect(await here.admin.count(second)).toBe(1);
});

test("sign out here and there", async ({ page }) => {
  await signIn(page, "daniyar", "/me");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Yes, sign me out" }).click();
  await expect(page).toHaveURL(`${here.url}/`);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/access|refresh/);
  expect(identity.revoked).toContain("daniyar");
  await page.goto(`${here.url}/sign-in`);
  await page.getByRole("button", { name: `Sign in at ${host()}` }).click();
  // That one asks again who it is.
  await expect(page.getByRole("textbox", { name: "Enter any login" })).toBeVisible();
});

test("a second tab shows what is public, and its sign-out reaches the first", async ({ context, page }) => {
  const id = await action();
  await signIn(page, "first", `/actions/${id}`);
  const held = () => page.evaluate(() => sessionStorage.getItem("meyirim.credentials") ?? "");
  expect(await held()).toContain("access");
  const other = await context.newPage();
  await other.goto(`${here.url}/actions?lang=en`);
  await expect(other.getByRole("main").getByRole("listitem").first()).toBeVisible();
  // What comes later arrives as well, in a tab that cannot prove who is here.
  const late = `Later ${Math.random().toString(36).slice(2, 8)}`;
  await here.admin.create({ title: late, most: 3 });
  await other.getByRole("searchbox", { name: "Search" }).fill(late);
  await expect(other.getByRole("link", { name: late })).toBeVisible();
  await other.goto(`${here.url}/me`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(other.getByText(`may still be signed in at ${host()}`)).toBeVisible();
  await expect.poll(held).toBe("");
});

test("cancelled there, and an answer that nobody asked for", async ({ page }) => {
  await page.goto(`${here.url}/sign-in?lang=en`);
  await page.getByRole("button", { name: `Sign in at ${host()}` }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("Signing in was cancelled. Nothing has changed.")).toBeVisible();
  await expect(page).toHaveURL(`${here.url}/sign-in`);
  await page.goto(`${here.url}/sign-in?code=stolen&state=made-up`);
  await expect(page.getByText("Signing in was not completed. Please start again.")).toBeVisible();
  await expect(page).toHaveURL(`${here.url}/sign-in`);
  await expect(page.getByRole("button", { name: `Sign in at ${host()}` })).toBeVisible();
});

test("the other server cannot be reached", async ({ page }) => {
  await page.goto(`${here.url}/sign-in?lang=en`);
  await expect(page.getByRole("button", { name: `Sign in at ${host()}` })).toBeVisible();
  await identity.stop();
  await page.getByRole("button", { name: `Sign in at ${host()}` }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("button", { name: `Sign in at ${host()}` })).toBeEnabled();
});
