// An action that repeats: how often and on which dates, online and offline; a date is skipped, held after all, and put back in line, by whoever plans.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { keptOffline, openAction, openAs, settled, signIn } from "./support/app";
import { changeAction, newSeries } from "./support/backend";
import { test } from "./support/test";

const repeats = (page: Page) => page.getByRole("region", { name: "Repeats" });
const dates = (page: Page) => repeats(page).getByRole("list", { name: "Dates" }).getByRole("listitem");

test("a volunteer sees how often and when, and goes from date to date, also offline", async ({ context, page }) => {
  const series = await newSeries(8);
  await openAction(page, series.dates[0]!);
  await expect(repeats(page).getByText(/^Every day\. Last date: /)).toBeVisible();
  await expect(dates(page)).toHaveCount(6);
  await expect(dates(page).first().getByText("this date")).toBeVisible();
  await repeats(page).getByRole("button", { name: "Show all dates (8)" }).click();
  await expect(dates(page)).toHaveCount(8);
  await dates(page).nth(2).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`${series.dates[2]!.id}$`));
  await expect(dates(page).nth(2).getByText("this date")).toBeVisible();
  // Also the last of them is shown with itself in the list.
  await openAction(page, series.dates[7]!);
  await expect(dates(page)).toHaveCount(7);
  await expect(dates(page).last().getByText("this date")).toBeVisible();
  await dates(page).nth(2).getByRole("link").click();
  await expect(dates(page).nth(2).getByText("this date")).toBeVisible();
  // How often it is stands in what is asked for when the page is opened: it is on the device once it is shown.
  await expect(repeats(page).getByText(/^Every day\. Last date: /)).toBeVisible();
  // Nobody but who plans decides about dates.
  await expect(repeats(page).getByText("Skip this date")).toHaveCount(0);
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(repeats(page).getByText(/^Every day\. Last date: /)).toBeVisible();
  await dates(page).nth(1).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`${series.dates[1]!.id}$`));
  await expect(dates(page)).toHaveCount(6);
  await context.setOffline(false);
  for (const [lang, name, rule] of [["kk", "Қайталанып тұрады", /^Күн сайын\. Соңғы күні: /], ["ru", "Повторяется", /^Каждый день\. Последняя дата: /]] as const) {
    await page.goto(`/actions/${series.dates[0]!.id}?lang=${lang}`);
    await expect(page.getByRole("region", { name }).getByText(rule)).toBeVisible();
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});

test("a date is skipped and held after all; who has a place in it sees it at once", async ({ browser, page }) => {
  const series = await newSeries(3);
  const date = series.dates[1]!;
  const volunteer = await (await browser.newContext()).newPage();
  await signIn(volunteer, `/actions/${date.id}`);
  await volunteer.getByRole("button", { name: "Join", exact: true }).click();
  await expect(volunteer.getByRole("heading", { name: "Place confirmed" })).toBeVisible();

  await openAs(page, "serik.demo@meyirim.example", `/actions/${date.id}`);
  await repeats(page).getByText("Skip this date").first().click();
  await expect(repeats(page).getByText("Everybody who has a place or waits for one is told.")).toBeVisible();
  await expect(repeats(page).getByRole("link", { name: "Call it off with a reason" })).toHaveAttribute("href", `/manage/${date.id}`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await repeats(page).getByRole("button", { name: "Skip this date" }).click();
  await expect(dates(page).nth(1).getByText("Cancelled")).toBeVisible();
  await expect(dates(page).nth(0).getByText("Cancelled")).toHaveCount(0);
  await expect(volunteer.getByText("there is no need to come").first()).toBeVisible();
  await volunteer.goto("/me");
  await expect(volunteer.getByRole("region", { name: "News for you" }).getByText("Called off, no need to come")).toBeVisible();

  // Where a reason is written, the dates of a series are told apart.
  await page.goto(`/manage/${date.id}`);
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`^${date.title}, \\d{1,2} [A-Z]`) })).toBeVisible();
  await page.goto(`/actions/${date.id}`);

  await repeats(page).getByText("Hold it after all").first().click();
  await repeats(page).getByRole("button", { name: "Hold it after all" }).click();
  await expect(dates(page).nth(1).getByText("Cancelled")).toHaveCount(0);
  await openAction(volunteer, date);
  await expect(volunteer.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
});

test("a date that was changed on its own says so, and goes back in line; without a connection nothing is decided", async ({ context, page }) => {
  const series = await newSeries(3);
  const date = series.dates[1]!;
  await changeAction(date.id, (detail) => (detail.meeting = { kk: "Көпір жанында", ru: "У моста", en: "By the bridge" }));
  await openAs(page, "elena.demo@meyirim.example", `/actions/${date.id}`);
  await expect(page.getByText("By the bridge")).toBeVisible();
  await expect(repeats(page).getByText("This time it is not as on the other dates.")).toBeVisible();
  await repeats(page).getByText("Back to how the other dates are").first().click();
  await settled(page);
  await keptOffline(page);
  const go = repeats(page).getByRole("button", { name: "Back to how the other dates are" });
  await context.setOffline(true);
  await expect(repeats(page).getByText("This needs a connection.").filter({ visible: true })).toBeVisible();
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await context.setOffline(false);
  await expect(go).not.toHaveAttribute("aria-disabled", "true");
  await go.click();
  await expect(page.getByText("By the bridge")).toHaveCount(0);
  // The copy on this device has heard of it too.
  await context.setOffline(true);
  await page.reload();
  await expect(dates(page).nth(1).getByText("this date")).toBeVisible();
  await expect(page.getByText("By the bridge")).toHaveCount(0);
  await expect(repeats(page).getByText("This time it is not as on the other dates.")).toHaveCount(0);
});
