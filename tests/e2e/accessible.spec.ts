// axe on every page, light and dark, signed out and in; and what axe cannot see: the keyboard, 200 % text, a narrow screen.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { settled, signIn } from "./support/app";
import { newAction } from "./support/backend";

const pages = ["/", "/actions", "/actions?view=month", "/shops", "/funds", "/me", "/outbox", "/settings", "/sign-in", "/consent", "/me/record", "/me/pass", "/verify", "/nowhere"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in ${colorScheme}`, async ({ browser }) => {
    test.slow();
    const context = await browser.newContext({ colorScheme, baseURL: process.env.BASE_URL, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const action = await newAction({ shifts: 2 });
    await page.goto("/?lang=kk");
    await settled(page);
    const shop = await page.evaluate(async () => (await (await fetch("/api/v1/organisations?limit=500")).json()).items.find((one: { kind: string }) => one.kind === "social_shop").id);
    for (const path of [...pages, `/actions/${action.id}`, `/shops/${shop}`]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
    }
    await context.close();
  });
}

test("everything from search to joining works by keyboard", async ({ page }) => {
  const action = await newAction();
  await signIn(page, "/actions");
  await settled(page);
  await page.getByRole("searchbox", { name: "Search" }).focus();
  await page.keyboard.type(action.title);
  const link = page.getByRole("link", { name: action.title });
  await expect(link).toBeVisible();
  for (let tabs = 0; tabs < 40 && !(await link.evaluate((element) => element === document.activeElement)); tabs++) await page.keyboard.press("Tab");
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: action.title })).toBeVisible();
  const join = page.getByRole("button", { name: "Join", exact: true });
  await expect(join).toBeVisible();
  for (let tabs = 0; tabs < 40 && !(await join.evaluate((element) => element === document.activeElement)); tabs++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
});

for (const lang of ["kk", "ru", "en"]) {
  test(`no page scrolls sideways at 320 px with large text (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`/?lang=${lang}`);
    await settled(page);
    await page.evaluate(() => localStorage.setItem("meyirim.text", "xl"));
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(0);
    }
  });
}
