// The first visit, looking around, search and filters, languages.
import { expect } from "@playwright/test";
import { settled } from "./support/app";
import { newAction } from "./support/backend";
import { local } from "./support/hub";
import { test } from "./support/test";

test("the first visit shows what is on, without signing in", async ({ page }) => {
  await page.goto("/?lang=en");
  await expect(page.getByRole("heading", { level: 1, name: "What the city needs today" })).toBeVisible();
  await page.getByRole("navigation", { name: "Main sections" }).getByRole("link", { name: "Actions", exact: true }).click();
  await expect(page).toHaveURL(/\/actions$/);
  await expect(page).toHaveTitle(/^Actions – /);
  await expect(page.getByRole("heading", { level: 1, name: "Actions" })).toBeVisible();
  const first = page.getByRole("main").getByRole("list").first().getByRole("listitem").first();
  await expect(first.getByRole("heading").getByRole("link")).toBeVisible();
  await first.getByRole("heading").getByRole("link").click();
  await expect(page).toHaveURL(/\/actions\/[^/]+$/);
  await expect(page.getByRole("heading", { level: 1 })).not.toBeEmpty();
});

test("search finds Cyrillic by its Latin spelling and says how many", async ({ page }) => {
  const action = await newAction({ title: "Саулық мерекесі" });
  const unique = action.title.split(" ").at(-1)!;
  await page.goto("/actions?lang=en");
  await settled(page);
  await page.getByRole("searchbox", { name: "Search" }).fill(`saulyq ${unique}`);
  await expect(page.getByRole("status").filter({ hasText: "1 action found" })).toBeVisible();
  await expect(page.getByRole("link", { name: action.title })).toBeVisible();
  await expect(page).toHaveURL(/q=saulyq/);
  await page.getByRole("searchbox", { name: "Search" }).fill("zzzz-no-such-thing");
  await expect(page.getByRole("status").filter({ hasText: "Nothing found" })).toBeVisible();
});

test("filters stand in the address, and a link shows what its sender saw", async ({ page, context }) => {
  await page.goto("/actions?lang=en");
  await settled(page);
  await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Taza Alem" }).click();
  await expect(page).toHaveURL(/direction=taza_alem/);
  await page.getByRole("button", { name: /^Filters/ }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "District" }).selectOption({ label: "Abay district" });
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/district=abay/);
  const status = page.getByRole("status").filter({ hasText: /found/ });
  const found = await status.textContent();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("status").filter({ hasText: /found/ })).toHaveText(found!);
});

test("a filter that makes no sense is said and left out", async ({ page }) => {
  await page.goto("/actions?lang=en&direction=nonsense&day=yesterday");
  await expect(page.getByText("A filter in the link was not understood and is left out.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
});

test("the month shows the days, and a day its actions", async ({ page }) => {
  const action = await newAction();
  await page.goto("/actions?lang=en");
  await settled(page);
  await page.getByRole("link", { name: "Month" }).click();
  await expect(page).toHaveURL(/view=month/);
  const table = page.getByRole("table");
  await expect(table).toBeVisible();
  // Seven days a week, each in its column: also those of the neighbouring months.
  const columns = await table.getByRole("columnheader").evaluateAll((heads) => heads.map((head) => Math.round(head.getBoundingClientRect().x)));
  expect(columns).toHaveLength(7);
  for (const week of (await table.getByRole("row").all()).slice(1)) {
    expect(await week.getByRole("cell").evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().x)))).toEqual(columns);
  }
  await page.goto(`/actions?view=month&day=${await dayOf(action.id)}`);
  await expect(page.getByRole("link", { name: action.title })).toBeVisible();
  await page.getByRole("button", { name: "Next month" }).click();
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
});

async function dayOf(id: string): Promise<string> {
  const detail = await (await fetch(`${process.env.BASE_URL}/api/v1/actions/${id}`)).json();
  return local(Date.parse(detail.action.shifts[0].starts)).slice(0, 10);
}

const languages = [
  { lang: "kk", actions: "Шаралар", shops: "Әлеуметтік дүкендер", settings: "Баптаулар" },
  { lang: "ru", actions: "Дела", shops: "Социальные магазины", settings: "Настройки" },
  { lang: "en", actions: "Actions", shops: "Social shops", settings: "Settings" },
];
for (const { lang, actions, shops, settings } of languages) {
  test(`all in ${lang}, and remembered`, async ({ page }) => {
    await page.goto(`/actions?lang=${lang}`);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("heading", { level: 1, name: actions })).toBeVisible();
    await page.goto("/shops");
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("heading", { level: 1, name: shops })).toBeVisible();
    await page.goto("/settings");
    await expect(page.getByRole("heading", { level: 1, name: settings })).toBeVisible();
  });
}

test("a record that is not there and an address that makes no sense say so", async ({ page }) => {
  await page.goto("/actions/no-such-action?lang=en");
  await expect(page.getByText("There is no such action")).toBeVisible();
  await page.goto("/actions/%20%3Cscript%3E");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/nowhere/at/all");
  await expect(page.getByRole("heading", { level: 1, name: "There is no such page" })).toBeVisible();
  await page.getByRole("link", { name: "To the home page" }).click();
  await expect(page).toHaveURL(/\/$/);
});
