// axe on every page, light and dark, signed out and in; and what axe cannot see: the keyboard, 200 % text, a narrow screen.
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { coloured, settled, signIn } from "./support/app";
import { newAction } from "./support/backend";
import { test } from "./support/test";

const pages = ["/", "/actions", "/actions?view=month", "/shops", "/funds", "/me", "/outbox", "/settings", "/sign-in", "/consent", "/me/record", "/me/pass", "/verify", "/centre", "/news", "/campaigns", "/campaigns/demo-good-deeds", "/nowhere"];

// Split so that two run side by side. What dark changes is colours, so there only the rule on contrast is asked again.
for (const half of [0, 1]) {
  test(`axe finds nothing in light and dark (${half + 1} of 2)`, async ({ page }) => {
    test.slow();
    const action = await newAction({ shifts: 2 });
    await page.goto("/?lang=kk");
    await settled(page);
    const shop = await page.evaluate(async () => (await (await fetch("/api/v1/organisations?limit=500")).json()).items.find((one: { kind: string }) => one.kind === "social_shop").id);
    for (const path of [...pages, `/actions/${action.id}`, `/shops/${shop}`].filter((_, at) => at % 2 === half)) {
      await page.goto(path);
      // The page itself: what stands in its place before has a heading too.
      await settled(page);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      const light = await new AxeBuilder({ page }).analyze();
      await coloured(page, "dark");
      const dark = await new AxeBuilder({ page }).withRules("color-contrast").analyze();
      await coloured(page, "light");
      const found = [...light.violations, ...dark.violations];
      expect(found.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
    }
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
