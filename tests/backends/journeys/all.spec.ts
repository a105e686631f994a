// The same journeys on five backends, of which one speaks our contract, three were written by others, and one is no server at all. What a backend cannot do is expected to be said,
// not to work.
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
// @ts-expect-error plain JavaScript, shared with the command line
import { names, promises, stage } from "../stage.mjs";

type Stage = { name: string; url: string; info: { password: string }; admin: { create: (wanted: { title: string; most: number }) => Promise<string>; rename: (id: string, title: string) => Promise<void>; remove: (id: string) => Promise<void>; count: (id: string) => Promise<number>; fill: (id: string) => Promise<void> }; stop: () => Promise<void> };

const join = { name: "Join", exact: true } as const;
const unique = (words: string) => `${words} ${randomUUID().slice(0, 6)}`;

async function open(page: Page, here: Stage, path: string) {
  await page.goto(`${here.url}${path}${path.includes("?") ? "&" : "?"}lang=en`);
}

/** Becomes known in the way of the backend, and comes back to `next`. */
async function becomeKnown(page: Page, here: Stage, next: string) {
  await open(page, here, `/sign-in?next=${encodeURIComponent(next)}`);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  if (here.name === "native") {
    await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(`b-${randomUUID().slice(0, 12)}@meyirim.example`);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByRole("button", { name: "Fill in the code" }).click();
    await page.getByRole("button", { name: "Sign in" }).click();
  } else if (here.name === "pocketbase" || here.name === "kinto") {
    await page.getByRole("textbox", { name: "Name or e-mail" }).fill("aliya@meyirim.example");
    await page.getByRole("textbox", { name: "Password" }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("Name or password is wrong.")).toBeVisible();
    await page.getByRole("textbox", { name: "Password" }).fill(here.info.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  } else {
    await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(`b-${randomUUID().slice(0, 12)}@meyirim.example`);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  const about = page.getByRole("radio", { name: /18/ });
  const there = page.getByRole("button", join);
  await expect(about.or(there)).toBeVisible();
  if (await about.isVisible()) {
    await about.check();
    await page.getByRole("button", { name: "Save" }).click();
  }
  await expect(page).toHaveURL(new RegExp(`${next}$`));
}

async function keptOffline(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

for (const name of names as string[]) {
  const promise: string = promises[name];
  const standing = { place: "Place confirmed", list: "You are signed up", "hand over": "" }[promise]!;

  test.describe(name, () => {
    test.describe.configure({ mode: "default" });
    let here: Stage;
    test.beforeAll(async () => { here = await stage(name); });
    test.afterAll(async () => { await here?.stop(); });

    test("list, search, detail", async ({ page }) => {
      const title = unique("Қыстақ clean-up");
      const id = await here.admin.create({ title, most: 5 });
      await open(page, here, "/actions");
      await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
      // Latin for Cyrillic, whatever the server can search.
      await page.getByRole("searchbox", { name: "Search" }).fill(title.replace("Қыстақ", "qystaq"));
      await page.getByRole("link", { name: title }).click();
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`/actions/${id}`));
      await open(page, here, "/actions/no-such-action");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await open(page, here, "/shops");
      await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    });

    test("the settings say what the backend can and cannot do", async ({ page }) => {
      await open(page, here, "/settings");
      await expect(page.getByRole("heading", { name: "This hub's backend" })).toBeVisible();
      const said = { place: "A place is a place: never more people than places.", list: "People are written down; nobody counts the places.", "hand over": "Nothing is sent: what people do stays on the device until it is handed over." }[promise]!;
      await expect(page.getByText(said)).toBeVisible();
    });

    test("join", async ({ page }) => {
      const title = unique("To join");
      const id = await here.admin.create({ title, most: 5 });
      await becomeKnown(page, here, `/actions/${id}`);
      if (promise === "list") await expect(page.getByText("You will be written down; this backend cannot guarantee a place.")).toBeVisible();
      await page.getByRole("button", join).click();
      if (promise === "hand over") {
        await expect(page.getByRole("heading", { name: "To be handed over" })).toBeVisible();
        await open(page, here, "/outbox");
        await expect(page.getByRole("heading", { name: "To be handed over" })).toBeVisible();
        await expect(page.getByRole("link", { name: "Send by e-mail" })).toHaveAttribute("href", /^mailto:hub@meyirim.example\?subject=/);
        const saving = page.waitForEvent("download");
        await page.getByRole("button", { name: "Save as a file" }).click();
        const sheet = JSON.parse((await (await saving).createReadStream().then(text)));
        expect(sheet.acts).toMatchObject([{ join: { action: id }, title }]);
        await page.getByRole("button", { name: "Handed over, clear the list" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Handed over, clear the list" }).click();
        await expect(page.getByRole("heading", { name: "Nothing waits to be sent" })).toBeVisible();
        return;
      }
      await expect(page.getByRole("heading", { name: standing })).toBeVisible();
      expect(await here.admin.count(id)).toBe(1);
      await page.reload();
      await expect(page.getByRole("heading", { name: standing })).toBeVisible();
      await page.getByRole("button", { name: "Leave", exact: true }).click();
      await expect(page.getByRole("button", join)).toBeVisible();
      await expect.poll(() => here.admin.count(id)).toBe(0);
    });

    test("join offline, then it is sent once", async ({ context, page }) => {
      test.skip(promise === "hand over", "nothing is sent");
      const id = await here.admin.create({ title: unique("Offline"), most: 5 });
      await becomeKnown(page, here, `/actions/${id}`);
      await keptOffline(page);
      await offline(context, true);
      await page.getByRole("button", join).click();
      await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
      expect(await here.admin.count(id)).toBe(0);
      await offline(context, false);
      await expect(page.getByRole("heading", { name: standing })).toBeVisible();
      expect(await here.admin.count(id)).toBe(1);
    });

    test("refused when the last place has gone meanwhile", async ({ context, page }) => {
      test.skip(promise !== "place", "nobody counts the places");
      const id = await here.admin.create({ title: unique("One place"), most: 1 });
      await becomeKnown(page, here, `/actions/${id}`);
      await expect(page.getByRole("button", join)).toBeVisible();
      await keptOffline(page);
      await offline(context, true);
      await page.getByRole("button", join).click();
      await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
      await here.admin.fill(id);
      await offline(context, false);
      await expect(page.getByText("Not accepted: no places were left.").first()).toBeVisible();
    });

    test("what changes on the server appears, what is deleted goes", async ({ page }) => {
      const title = unique("Before");
      const id = await here.admin.create({ title, most: 5 });
      await open(page, here, `/actions?q=${encodeURIComponent(title)}`);
      await expect(page.getByRole("link", { name: title })).toBeVisible();
      const renamed = title.replace("Before", "Before and after");
      await here.admin.rename(id, renamed);
      await expect(page.getByRole("link", { name: renamed })).toBeVisible();
      await here.admin.remove(id);
      await expect(page.getByRole("link", { name: renamed })).toHaveCount(0);
    });
  });
}

async function offline(context: BrowserContext, yes: boolean) {
  await context.setOffline(yes);
}

async function text(stream: AsyncIterable<Buffer> | null): Promise<string> {
  let all = "";
  for await (const piece of stream ?? []) all += piece;
  return all;
}
