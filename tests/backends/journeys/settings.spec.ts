// The hub's own settings, and a profile that has a mistake: the app stands, and says what is wrong.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
// @ts-expect-error plain JavaScript, shared with the command line
import { serve } from "../serve.mjs";

const root = new URL("../../..", import.meta.url).pathname;
const dist = process.env.MEYIRIM_DIST ?? join(root, "dist");
const hubOf = () => JSON.parse(readFileSync(join(dist, "hub.json"), "utf8"));
const proxy = { "/api/": `${process.env.BASE_URL}/api/` };

test("a profile with a mistake is refused with its place and what was meant", async ({ page }) => {
  const profile = JSON.parse(readFileSync(join(root, "public/profiles/pocketbase.json"), "utf8"));
  profile.resources.actions.fields.titel = profile.resources.actions.fields.title;
  const app = await serve({ dist, hub: { ...hubOf(), profile: "/profiles/wrong.json" }, overlay: { "/profiles/wrong.json": profile } });
  try {
    await page.goto(`${app.url}/actions?lang=en`);
    await expect(page.getByText("The profile of this hub's backend has a mistake.")).toBeVisible();
    // Not a matter of the connection.
    await expect(page.getByText("No connection")).toHaveCount(0);
    await page.getByRole("main").getByRole("link", { name: "Settings" }).click();
    await expect(page.getByText(/resources\.actions\.fields\.titel.*did you mean `title`\?/)).toBeVisible();
    // What cannot be asked is not pretended.
    await expect(page.getByText("A place is a place: never more people than places.")).toHaveCount(0);
  } finally {
    await app.stop();
  }
});

test("a backend without organisations, campaigns and news says so", async ({ page }) => {
  const profile = JSON.parse(readFileSync(join(root, "public/profiles/files.json"), "utf8"));
  delete profile.resources.organisations;
  const app = await serve({ dist, hub: { ...hubOf(), profile: "/profiles/few.json" }, overlay: { "/profiles/few.json": profile, "/data/actions.json": { items: [] }, "/data/indicators.json": { items: [] } } });
  try {
    await page.goto(`${app.url}/shops?lang=en`);
    await expect(page.getByRole("heading", { name: "No shops or funds here" })).toBeVisible();
    for (const path of ["/campaigns", "/news"]) {
      await page.goto(`${app.url}${path}`);
      await expect(page.getByRole("heading", { name: "This hub’s backend has no news and no campaigns" })).toBeVisible();
    }
  } finally {
    await app.stop();
  }
});

test("new settings of the hub wait for consent", async ({ page }) => {
  const hub = hubOf();
  const app = await serve({ dist, hub, proxy });
  try {
    await page.goto(`${app.url}/actions?lang=en`);
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    await page.waitForFunction(() => performance.getEntriesByName("sync-done").length > 0);
    hub.name = { kk: "Жаңа атау", ru: "Новое имя", en: "A new name" };
    await page.reload();
    await expect(page).toHaveTitle(/Meyirim/);
    await page.getByRole("button", { name: "Update" }).click();
    await expect(page).toHaveTitle(/A new name/);
  } finally {
    await app.stop();
  }
});
