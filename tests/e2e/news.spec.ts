// Campaigns and news: read by everybody, also without a network; written by those who publish, with each mistake named and nobody overwritten; and on the wall.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, keptOffline, openAs, settled, signIn } from "./support/app";
import { newAction } from "./support/backend";
import { local } from "./support/hub";
import { LANDSCAPE, PORTRAIT } from "./support/kiosk";
import { test } from "./support/test";

const api = `${process.env.BASE_URL}/api/v1`;
const coordinator = "serik.demo@meyirim.example";
const administrator = "elena.demo@meyirim.example";
const ofOneOrganisation = "zhanar.demo@meyirim.example";

const unique = (name: string) => `${name} ${randomUUID().slice(0, 6)}`;
const today = () => local(Date.now()).slice(0, 10);
const three = (text: string) => ({ kk: text, ru: text, en: text });

/** Publishes as an administrator; by default a campaign that runs, with 5 of 10. */
async function published(path: "campaigns" | "news", change: object = {}): Promise<{ id: string; title: string }> {
  const [id, title] = [`e2e-${randomUUID().slice(0, 12)}`, unique(path === "news" ? "Heard" : "Marathon")];
  const campaign = { kind: "marathon", summary: three("A trial"), unit: { kk: "игі іс", ru: "добрых дел", en: "good deeds" }, target: 10, achieved: { value: 5, as_of: "2021-06" }, begins: today() };
  const item = { text: three("A trial"), published: new Date().toISOString() };
  const headers = { authorization: "Bearer demo-administrator", "content-type": "application/json", "idempotency-key": randomUUID() };
  const body = JSON.stringify({ id, rev: 0, title: three(title), demo: true, ...(path === "news" ? item : campaign), ...change });
  const answer = await fetch(`${api}/${path}/${id}`, { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return { id, title };
}

/** Campaigns that go with their test: of those that begin on the same day the wall shows any, so one that is left is in the way of the next try. */
const onWall: string[] = [];

test.afterEach(async () => {
  for (const id of onWall.splice(0)) {
    const etag = (await fetch(`${api}/campaigns/${id}`)).headers.get("etag")!;
    const headers = { authorization: "Bearer demo-administrator", "if-match": etag, "idempotency-key": randomUUID() };
    const answer = await fetch(`${api}/campaigns/${id}`, { method: "DELETE", headers });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  }
});

const text = (page: Page, name: string, lang: "Қазақша" | "Русский" | "English") => page.getByRole("group", { name, exact: true }).getByRole("textbox", { name: lang });
const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const card = (page: Page, title: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

async function sound(page: Page): Promise<void> {
  const light = await new AxeBuilder({ page }).analyze();
  await coloured(page, "dark");
  const dark = await new AxeBuilder({ page }).withRules("color-contrast").analyze();
  await coloured(page, "light");
  expect([...light.violations, ...dark.violations].map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 2).join(" ")}`)).toEqual([]);
}

test("anybody reads how far campaigns have come, and what nobody has counted is said", async ({ page }) => {
  await page.goto("/?lang=en");
  await settled(page);
  await page.getByRole("main").getByRole("link", { name: "Campaigns" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
  const marathon = card(page, "“30 good deeds” marathon (demo)");
  await expect(marathon.getByText("18 of 30 good deeds")).toBeVisible();
  await expect(marathon.getByRole("progressbar")).toHaveAttribute("value", "60");
  await expect(marathon.getByText("60%")).toBeVisible();
  const planned = card(page, "“30 flats for 30 years of Independence”");
  await expect(planned.getByText("No figure yet")).toBeVisible();
  await expect(planned.getByText("Goal: 30 flats")).toBeVisible();
  expect(await planned.getByRole("progressbar").count(), "no bar where nothing is known").toBe(0);
  await expect(card(page, "Ramadan baskets, 2021").getByText("about 4,000 baskets")).toBeVisible();
  await sound(page);

  await page.getByRole("link", { name: "Help for families in need, 2021" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Help for families in need, 2021" })).toBeVisible();
  await expect(page.getByText("3,564 of 3,690 families")).toBeVisible();
  await expect(page.getByText("96%")).toBeVisible();
  await expect(page.getByText(/^Families that received help/)).toBeVisible();
  await expect(page.getByText(/June 2021/).first()).toBeVisible();
  await expect(page.getByRole("link", { name: /otyrar\.kz/ })).toHaveAttribute("href", /^https:\/\/otyrar\.kz\//);
  expect(await page.getByRole("link", { name: "Update progress" }).count(), "for those who publish").toBe(0);
  await sound(page);
  await page.goto("/campaigns/none-such");
  await expect(page.getByRole("heading", { level: 1, name: "There is no such campaign" })).toBeVisible();
});

test("news comes newest first, and what has run out stands among earlier ones", async ({ page }) => {
  const [older, newer] = [await published("news", { published: "2020-01-02T05:00:00Z" }), await published("news", { source: { publisher: "Example", url: "https://example.kz/more", published: null } })];
  const over = await published("news", { published: "2020-01-01T05:00:00Z", until: "2020-01-03T05:00:00Z" });
  await page.goto("/news?lang=en");
  await expect(card(page, newer.title).getByRole("link", { name: /Example/ })).toHaveAttribute("href", "https://example.kz/more");
  await expect(card(page, older.title)).toBeVisible();
  await expect(card(page, over.title)).toBeHidden();
  const titles = await page.getByRole("heading", { level: 2 }).allTextContents();
  expect(titles.indexOf(newer.title)).toBeLessThan(titles.indexOf("A first aid course for volunteers (demo)"));
  expect(titles.indexOf("A first aid course for volunteers (demo)")).toBeLessThan(titles.indexOf(older.title));
  await page.getByText("Earlier news").click();
  await expect(card(page, over.title)).toBeVisible();
  await sound(page);
});

test("what was read is there without a network, with its date; writing waits for one and loses nothing", async ({ context, page }) => {
  test.slow();
  const [campaign, item] = [await published("campaigns"), await published("news")];
  await openAs(page, administrator, "/news");
  await settled(page);
  await keptOffline(page);
  await expect(card(page, item.title)).toBeVisible();
  await page.goto(`/campaigns/${campaign.id}`);
  await expect(page.getByText("5 of 10 good deeds")).toBeVisible();
  await page.getByRole("link", { name: "Update progress" }).click();
  await expect(field(page, "Done so far")).toHaveValue("5");

  await context.setOffline(true);
  await field(page, "Done so far").fill("6");
  await expect(page.getByText("What you typed stays on this device")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  await expect(page.getByRole("button", { name: "Save" })).not.toHaveAttribute("aria-disabled");
  await expect(field(page, "Done so far")).toHaveValue("6");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`/campaigns/${campaign.id}$`));
  await expect(page.getByText("6 of 10 good deeds")).toBeVisible();

  await context.setOffline(true);
  await page.goto("/campaigns");
  await expect(card(page, campaign.title).getByText("6 of 10 good deeds")).toBeVisible();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
  await page.goto("/news");
  await expect(card(page, item.title)).toBeVisible();
});

test("each mistake is named at its field; what is right is published, and deleted only when asked twice", async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 1280, height: 900 });
  await openAs(page, coordinator, "/campaigns");
  await page.getByRole("link", { name: "New campaign" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New campaign" })).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(text(page, "Title", "Қазақша")).toBeFocused();
  await expect(page.getByText("Write it in at least one language.")).toHaveCount(2);
  await expect(page.getByText(/First fill in or correct the marked fields: 2\./)).toBeVisible();
  await sound(page);

  const title = unique("Books");
  await text(page, "Title", "English").fill(title);
  await text(page, "In short", "English").fill("Books for a school");
  const wrong = async (name: string, value: string, message: string, right: string) => {
    const input = field(page, name);
    await input.fill(value);
    await page.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText(message)).toBeVisible();
    await expect(input).toBeFocused();
    await expect(input).toHaveAttribute("aria-invalid", "true");
    await input.fill(right);
    await expect(page.getByText(message)).toHaveCount(0);
  };
  await wrong("Done so far", "some", "This has to be a whole number.", "");
  await wrong("Goal", "0", "A goal cannot be zero.", "40");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Say what is counted.")).toBeVisible();
  await text(page, "What is counted", "English").fill("books");
  await field(page, "Done so far").fill("12");
  await expect(field(page, "As of")).toHaveValue(today());
  await wrong("As of", "2999", "That date has not come yet.", today());
  await wrong("As of", "12.11.2026", "There is no such date. Write 2026, 2026-11 or 2026-11-22.", today());
  await field(page, "Begins").fill("2026");
  await wrong("Ends", "2025-12", "The end is before the beginning.", "");
  await field(page, "Published by").fill("Example");
  await wrong("Address of the page", "example.kz", "An address begins with https:// or http://.", "https://example.kz/books");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("12 of 40 books")).toBeVisible();
  await expect(page.getByText("30%")).toBeVisible();

  await page.getByRole("link", { name: "Update progress" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this campaign?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/campaigns$/);
  await expect(page.getByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
  await expect(card(page, title)).toHaveCount(0);
});

test("two who edit at once: both versions are seen, and nothing that was typed is lost", async ({ browser, page }) => {
  test.slow();
  const campaign = await published("campaigns");
  const form = `/manage/campaigns/${campaign.id}`;
  const other = await (await browser.newContext()).newPage();
  await openAs(page, coordinator, form);
  await openAs(other, administrator, form);
  for (const one of [page, other]) await expect(field(one, "Done so far")).toHaveValue("5");

  await field(other, "Done so far").fill("8");
  await text(other, "In short", "English").fill("Theirs alone");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("8 of 10 good deeds")).toBeVisible();

  await field(page, "Done so far").fill("7");
  await text(page, "Title", "Русский").fill("Моё");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody has changed this meanwhile")).toBeVisible();
  const clash = page.getByRole("alert").filter({ hasText: "You and somebody else changed the same thing" });
  await expect(clash.getByText("Yours: 7")).toBeVisible();
  await expect(clash.getByText("Theirs: 8")).toBeVisible();
  await expect(text(page, "In short", "English")).toHaveValue("Theirs alone");
  await expect(text(page, "Title", "Русский")).toHaveValue("Моё");
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  await clash.getByRole("button", { name: "Take theirs" }).first().click();
  await expect(field(page, "Done so far")).toHaveValue("8");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: campaign.title })).toBeVisible();
  await expect(page.getByText("8 of 10 good deeds")).toBeVisible();
  await expect(page.getByText("Theirs alone")).toBeVisible();
});

test("who may publish, and for whom", async ({ browser, page }) => {
  test.slow();
  await page.goto("/manage/news/new?lang=en");
  await expect(page.getByRole("heading", { name: "Sign in to publish" })).toBeVisible();
  await signIn(page, "/manage/news/new");
  await expect(page.getByText(/^This needs the role/)).toBeVisible();
  await page.goto("/news");
  await expect(card(page, "A first aid course for volunteers (demo)")).toBeVisible();
  expect(await page.getByRole("link", { name: "Add news" }).count()).toBe(0);

  // Of one organisation: for that one, and no other's.
  const bound = await (await browser.newContext()).newPage();
  await openAs(bound, ofOneOrganisation, "/manage/campaigns/demo-good-deeds");
  await expect(bound.getByText(/^Only what belongs to your own organisation/)).toBeVisible();
  await bound.goto("/manage/news/new");
  const whose = bound.getByRole("combobox", { name: "Whose news" });
  await expect(whose).toHaveValue("demo-eco");
  await expect(whose.getByRole("option")).toHaveCount(1);
  const title = unique("Eco");
  await text(bound, "Title", "Қазақша").fill(title);
  await text(bound, "Text", "Қазақша").fill("Бірінші жол\nЕкінші жол");
  await bound.getByRole("button", { name: "Publish" }).click();
  await expect(bound).toHaveURL(/\/news$/);
  await expect(card(bound, title)).toBeVisible();
  await expect(card(bound, title).getByRole("link", { name: "“Example” eco volunteers (demo)" })).toBeVisible();
});

/** Everything that the wall shows lies on the screen. */
async function fits(wall: Page): Promise<void> {
  // All at once: the language changes meanwhile, and with it every line.
  const outside = () =>
    wall.evaluate(() => {
      const boxes = [...document.querySelectorAll("li, img, [role=img]")].map((part) => [part.textContent, part.getBoundingClientRect()] as const);
      return boxes.filter(([, box]) => box.bottom > innerHeight + 0.5 || box.right > innerWidth + 0.5).map(([text]) => text);
    });
  for (const title of ["Today", "Бүгін", "Сегодня"]) {
    await expect(wall.getByRole("heading", { level: 1, name: title })).toBeVisible({ timeout: 90_000 });
    for (const size of [LANDSCAPE, PORTRAIT]) {
      await wall.setViewportSize(size);
      await expect.poll(outside).toEqual([]);
    }
  }
}

test("the wall shows how a campaign comes on, and news, beside a full day", async ({ browser, page }) => {
  test.setTimeout(300_000);
  for (let at = 0; at < 7; at++) await newAction({ startsInHours: 0.1 + at / 100, title: "A day on which very much happens, and each title is long" });
  const long = "Бүкіл қала болып жыл бойы атқаратын игі істердің ұзақ атаулы марафоны";
  const campaign = await published("campaigns", { wall: true, title: three(`${long} ${randomUUID().slice(0, 4)}`) });
  onWall.push(campaign.id);
  await published("news", { title: three("A piece of news whose title goes on for three lines where there is room for two of them alone, and is cut") });
  const told = unique("Жаңалық");
  await published("news", { title: { kk: told }, published: new Date(Date.now() + 60_000).toISOString() });
  const wall = await (await browser.newContext({ viewport: LANDSCAPE })).newPage();
  await wall.goto("/kiosk/wall?lang=en");
  await settled(wall);
  await expect(wall.getByRole("progressbar")).toHaveAttribute("value", "50");
  await expect(wall.getByText(/^(5 of 10 good deeds|5 из 10 добрых дел|5 игі іс, мақсат – 10)$/)).toBeVisible();
  // Told in one language alone, which is said while another one stands there.
  await expect(wall.getByRole("listitem").filter({ hasText: told }).getByText(/^(Not yet in English, shown in Kazakh|Русского текста пока нет, показан казахский)$/)).toBeVisible();
  expect(await wall.getByRole("list").nth(1).getByRole("listitem").count()).toBe(3);
  expect((await new AxeBuilder({ page: wall }).analyze()).violations).toEqual([]);
  await fits(wall);

  await page.setViewportSize({ width: 1280, height: 900 });
  await openAs(page, coordinator, `/campaigns/${campaign.id}`);
  await page.getByRole("link", { name: "Update progress" }).click();
  await field(page, "Done so far").fill("10");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The goal is reached")).toBeVisible();
  await expect(wall.getByRole("progressbar")).toHaveAttribute("value", "100", { timeout: 90_000 });
});
