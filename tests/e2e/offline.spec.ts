// Without a network, with a backend that is down or answers rubbish, and the app's own updates.
import { expect } from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptOffline, settled } from "./support/app";
import { Faults, changeAction, newAction, removeAction } from "./support/backend";
import { type OwnBackend, ownBackend } from "./support/own";
import { test } from "./support/test";

test("any deep link starts offline, with what is saved", async ({ context, page }) => {
  const action = await newAction();
  await page.goto(`/actions/${action.id}?lang=en`);
  await expect(page.getByText("A trial")).toBeVisible();
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  for (const [path, heading] of [["/", "What the city needs today"], ["/actions", "Actions"], ["/shops", "Social shops"], ["/funds", "Funds"], ["/settings", "Settings"]] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  await page.goto(`/actions/${action.id}`);
  await expect(page.getByRole("heading", { level: 1, name: action.title })).toBeVisible();
  await expect(page.getByText("A trial")).toBeVisible();
  await expect(page.getByText("No connection.").first()).toBeVisible();
});

test("a page that the worker was bypassed for is taken over by it", async ({ context, page }) => {
  await page.goto("/actions?lang=en");
  await settled(page);
  await keptOffline(page);
  // As with the shift key held: everything from the network, and without the worker.
  const devtools = await context.newCDPSession(page);
  await Promise.all([page.waitForEvent("load"), devtools.send("Page.reload", { ignoreCache: true })]);
  await settled(page);
  await keptOffline(page);
  // What was not opened before comes from the worker.
  await context.setOffline(true);
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});

test("a backend that is down: the saved list stays, and comes true again on request", async ({ context, page }) => {
  const faults = await Faults.of(context);
  await page.goto("/actions?lang=en");
  await settled(page);
  await faults.next({ path_prefix: "", act: "outage" });
  await page.reload();
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await expect(page.getByText(/No connection\.|The server is not answering\./).first()).toBeVisible();
  // Until the tries of the start are over it may come back without anybody doing anything.
  await settled(page);
  // Pressed before the backend is there again: after that the app may have asked by itself, and the button be gone.
  await page.getByRole("button", { name: "Refresh" }).first().click();
  await faults.clear();
  await expect(page.getByText(/No connection\.|The server is not answering\./)).toHaveCount(0);
});

test("nothing saved and no backend: says so, and opens when it is back", async ({ context, page }) => {
  const faults = await Faults.of(context);
  await faults.next({ path_prefix: "", act: "outage" });
  await page.goto("/actions?lang=en");
  await expect(page.getByRole("heading", { name: /Nothing is saved on this device yet|The list could not be opened/ })).toBeVisible();
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await faults.clear();
  // It may be asked again by itself in this very moment, and nothing is left to press.
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1_000 });
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
});

for (const act of ["malformed", "html", "huge", "fail-500"]) {
  test(`an answer that cannot be used (${act}) does not poison what is saved`, async ({ context, page }) => {
    const faults = await Faults.of(context);
    await page.goto("/actions?lang=en");
    await settled(page);
    const title = await page.getByRole("main").getByRole("listitem").first().getByRole("link").textContent();
    await faults.next({ path_prefix: "/changes", act, count: 5 });
    await page.reload();
    await expect(page.getByRole("link", { name: title! }).first()).toBeVisible();
    await faults.clear();
    await page.reload();
    await settled(page);
    await expect(page.getByRole("link", { name: title! }).first()).toBeVisible();
  });
}

for (const act of ["bad-record", "unknown-enum"]) {
  test(`one record that cannot be read (${act}) costs itself, and is told`, async ({ context, page }) => {
    const faults = await Faults.of(context);
    await faults.next({ method: "GET", path_prefix: "/actions", act });
    await page.goto("/actions?lang=en");
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    await expect(page.getByText("Records that could not be read and are not shown: 1.")).toBeVisible();
  });
}

test("a backend that was down is asked again by itself", async ({ context, page }) => {
  await page.clock.install();
  const faults = await Faults.of(context);
  await page.goto("/actions?lang=en");
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await faults.next({ path_prefix: "", act: "outage" });
  const trouble = page.getByText(/No connection\.|The server is not answering\./);
  // The tries of a read wait for each other, and the clock passes over that.
  await expect(async () => {
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.clock.fastForward(20_000);
    await expect(trouble.first()).toBeVisible({ timeout: 500 });
  }).toPass();
  // Long enough for every try of that read to be over.
  for (let minute = 0; minute < 3; minute++) {
    await page.clock.fastForward(61_000);
    await expect(trouble.first()).toBeVisible();
  }
  await faults.clear();
  // Nobody presses anything: the next minute finds the backend.
  await expect(async () => {
    await page.clock.fastForward(61_000);
    await expect(trouble).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test("changes on the server appear live: a new title, a cancellation, a removal", async ({ page }) => {
  const action = await newAction();
  await page.goto(`/actions?lang=en&q=${encodeURIComponent(action.title)}`);
  await expect(page.getByRole("link", { name: action.title })).toBeVisible();
  await settled(page);
  await changeAction(action.id, (detail) => { detail.action.title.en = `${action.title} moved`; });
  await expect(page.getByRole("link", { name: `${action.title} moved` })).toBeVisible();
  await changeAction(action.id, (detail) => { detail.action.state = "cancelled"; });
  await expect(page.getByRole("listitem").filter({ hasText: action.title }).getByText("Cancelled")).toBeVisible();
  await removeAction(action.id);
  await expect(page.getByRole("link", { name: action.title })).toHaveCount(0);
});

test("a title with bidi and invisible characters is shown plain", async ({ page }) => {
  const action = await newAction();
  await changeAction(action.id, (detail) => { detail.action.title.en = `safe \u202Eevil\u200B ${action.id}`; });
  await page.goto(`/actions/${action.id}?lang=en`);
  await expect(page.getByRole("heading", { level: 1, name: `safe evil ${action.id}` })).toBeVisible();
});

test.describe("a new version of the app", () => {
  let backend: OwnBackend;
  let work: string;
  let url: string;

  test.beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "meyirim-update-"));
    cpSync(process.env.MEYIRIM_DIST!, join(work, "dist"), { recursive: true });
    backend = await ownBackend(join(work, "dist"));
    url = backend.url;
  });
  test.afterAll(() => {
    backend?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  test("waits for consent, then takes over", async ({ page }) => {
    await page.goto(`${url}/actions?lang=en`);
    await settled(page);
    await keptOffline(page);
    // A release with another version: the worker's own text differs, and so does nothing else.
    const worker = join(work, "dist", "sw.js");
    const text = readFileSync(worker, "utf8").replace(/(version"?:\s*")([^"]+)(")/, "$1$2-next$3");
    writeFileSync(worker, text);
    for (const ending of [".br", ".gz"]) rmSync(worker + ending, { force: true });
    await page.reload();
    await expect(page.getByText("A new version is ready.")).toBeVisible();
    // Waited for from before the click: the page may be back before the click returns.
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Update", exact: true }).click()]);
    await expect(page.getByRole("heading", { level: 1, name: "Actions" })).toBeVisible();
    await expect(page.getByText("A new version is ready.")).toHaveCount(0);
  });
});
