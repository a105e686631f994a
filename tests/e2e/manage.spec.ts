// Actions, managed by those who plan: written in some languages and not in others, published, copied, repeated, changed by two at once, called off, reported on. What is typed is never lost.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { coloured, openAs, settled, signIn, signOut } from "./support/app";
import { Faults, newAction } from "./support/backend";
import { test } from "./support/test";

const coordinator = "serik.demo@meyirim.example";
const administrator = "elena.demo@meyirim.example";

const group = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const text = (page: Page, name: string, lang: "Қазақша" | "Русский" | "English") => group(page, name).first().getByRole("textbox", { name: lang });
const shift = (page: Page, number: number) => page.getByRole("region", { name: `Shift ${number}`, exact: true });
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const unique = (name: string) => `${name} ${randomUUID().slice(0, 6)}`;

/** Fills in what an action needs; its title in Kazakh and Russian only. */
async function write(page: Page, title: string, day: string): Promise<void> {
  await text(page, "Title", "Қазақша").fill(title);
  await text(page, "Title", "Русский").fill(title);
  await page.getByRole("combobox", { name: "Direction" }).selectOption("taza_alem");
  await shift(page, 1).getByLabel("Day", { exact: true }).fill(day);
  await shift(page, 1).getByLabel("Begins").fill("10:00");
  await shift(page, 1).getByLabel("Ends").fill("13:00");
  await shift(page, 1).getByRole("textbox", { name: "People needed" }).fill("2");
  await shift(page, 1).getByRole("textbox", { name: "Places" }).fill("8");
  await page.getByRole("combobox", { name: "From which age" }).selectOption("14_17");
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByText("Saved for everybody who plans.")).toBeVisible();
}

test("an action is written in two languages with the third flagged, is seen by nobody, and by everybody once it is published", async ({ browser, page }) => {
  test.slow();
  await openAs(page, coordinator, "/me");
  await page.getByRole("main").getByRole("link", { name: "Manage actions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Manage actions" })).toBeVisible();
  await page.getByRole("link", { name: "New action" }).click();
  await expect(page).toHaveURL(/\/manage\/drafts\/[0-9a-f]{20}$/);
  // What is missing is named, each at its place, and the first of it has the focus.
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText(/First fill in or correct the marked fields: \d+\./)).toBeVisible();
  await expect(text(page, "Title", "Қазақша")).toBeFocused();
  await expect(shift(page, 1).getByText("Give the day.")).toBeVisible();

  const title = unique("Сенбілік");
  await write(page, title, dayFromNow(9));
  await expect(group(page, "Title").getByText("Not in English")).toBeVisible();
  await expect(page.getByText("Translations missing: 1")).toBeVisible();
  await page.getByRole("button", { name: "Add a line" }).click();
  await text(page, "Line 1", "English").fill("Gloves");
  await expect(page.getByText("Translations missing: 3")).toBeVisible();
  await saved(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  // Others who plan see it; a volunteer meets it nowhere.
  const id = page.url().split("/").at(-1)!;
  const other = await (await browser.newContext()).newPage();
  await openAs(other, administrator, "/manage");
  await expect(other.getByRole("region", { name: "Drafts" }).getByRole("link", { name: title })).toBeVisible();
  const volunteer = await (await browser.newContext()).newPage();
  expect((await volunteer.request.get(`/api/v1/actions/${id}`)).status()).toBe(404);
  expect((await volunteer.request.get(`/api/v1/admin/drafts/${id}`)).status()).toBe(401);

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("Published. Everybody sees it now.")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/manage/${id}$`));
  await volunteer.goto(`/actions/${id}?lang=en`);
  await expect(volunteer.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(volunteer.getByText("Gloves")).toBeVisible();
  await other.getByRole("searchbox", { name: "Search actions" }).fill(title);
  await expect(other.getByRole("region", { name: "To come" }).getByRole("link", { name: title })).toBeVisible();
});

test("what is typed survives a closed tab and a lost connection, and goes to the others when it is back", async ({ browser, context, page }) => {
  await openAs(page, coordinator, "/manage/new");
  await expect(text(page, "Title", "Қазақша")).toBeVisible();
  const address = page.url();
  await context.setOffline(true);
  const title = unique("Қар тазалау");
  await text(page, "Title", "Қазақша").fill(title);
  await expect(page.getByText("No connection. What you write stays on this device; publishing and saving need a connection.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish", exact: true })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  await expect(text(again, "Title", "Қазақша")).toHaveValue(title);
  await text(again, "Title", "Русский").fill("Уборка снега");
  await saved(again);
  const other = await (await browser.newContext()).newPage();
  await openAs(other, administrator, new URL(address).pathname);
  await expect(text(other, "Title", "Русский")).toHaveValue("Уборка снега");
  // Thrown away by one, what the other has typed since is still there.
  await other.getByRole("button", { name: "Throw the draft away" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Throw the draft away" }).click();
  await expect(other).toHaveURL(/\/manage$/);
  await expect(other.getByRole("link", { name: title })).toHaveCount(0);
});

test("two planners change the same action: what each changed alone is kept, and where both did, both versions are shown", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 200 });
  const other = await (await browser.newContext()).newPage();
  await openAs(page, coordinator, `/manage/${action.id}`);
  await openAs(other, administrator, `/manage/${action.id}`);
  await expect(text(other, "Title", "English")).toHaveValue(action.title);
  await text(page, "Address", "Русский").fill("ул. Тауке хана, 1");
  await text(page, "Place", "English").fill("By the fountain");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();

  await text(other, "Where people meet", "English").fill("At the gate");
  await text(other, "Place", "English").fill("By the bridge");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("The changes are saved.")).toBeVisible();

  // The listing hears of it, and so does the form that is open.
  const clash = page.getByRole("alert", { name: "You and somebody else changed the same thing" });
  await expect(clash).toBeVisible();
  await expect(clash.getByText("Yours: By the fountain")).toBeVisible();
  await expect(clash.getByText("Theirs: By the bridge")).toBeVisible();
  await expect(text(page, "Where people meet", "English")).toHaveValue("At the gate");
  await expect(text(page, "Address", "Русский")).toHaveValue("ул. Тауке хана, 1");
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveAttribute("aria-disabled", "true");
  await clash.getByRole("button", { name: "Take theirs" }).click();
  await expect(text(page, "Place", "English")).toHaveValue("By the bridge");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The changes are saved.")).toBeVisible();
  await page.goto(`/actions/${action.id}`);
  await expect(page.getByText("At the gate")).toBeVisible();
  await expect(page.getByText("ул. Тауке хана, 1")).toBeVisible();
});

test("a clash that nobody has decided is asked again after a reload, and when a volunteer joins meanwhile", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 210 });
  const other = await (await browser.newContext()).newPage();
  await openAs(page, coordinator, `/manage/${action.id}`);
  await openAs(other, administrator, `/manage/${action.id}`);
  await text(page, "Place", "English").fill("By the fountain");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await text(other, "Place", "English").fill("By the bridge");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByText("The changes are saved.")).toBeVisible();
  const clash = page.getByRole("alert", { name: "You and somebody else changed the same thing" });
  await expect(clash).toBeVisible();
  const volunteer = await (await browser.newContext()).newPage();
  await signIn(volunteer, `/actions/${action.id}`);
  await volunteer.getByRole("button", { name: "Join", exact: true }).click();
  await expect(volunteer.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await page.reload();
  await expect(clash.getByText("Theirs: By the bridge")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveAttribute("aria-disabled", "true");
  await clash.getByRole("button", { name: "Keep mine" }).click();
  await expect(clash).toHaveCount(0);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The changes are saved.")).toBeVisible();
  await page.goto(`/actions/${action.id}?lang=en`);
  await expect(page.getByText("By the fountain").first()).toBeVisible();
});

test("what is typed while it is being saved stays, and is still to be saved", async ({ page }) => {
  const action = await newAction({ startsInHours: 220 });
  await openAs(page, coordinator, `/manage/${action.id}`);
  await text(page, "Place", "English").fill("By the fountain");
  const address = text(page, "Address", "English");
  const faults = await Faults.of(page.context());
  await faults.next({ method: "PUT", path_prefix: `/admin/actions/${action.id}`, act: "delay-ms:3000" });
  await page.getByRole("button", { name: "Save changes" }).click();
  await address.fill("Tauke Khan 1");
  await expect(page.getByText("The changes are saved.")).toBeVisible();
  await expect(address).toHaveValue("Tauke Khan 1");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await page.reload();
  await expect(address).toHaveValue("Tauke Khan 1");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("No changes.")).toBeVisible();
});

test("what was not sent is there again when its author signs in again, and nobody else meets it", async ({ page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 230 });
  await openAs(page, coordinator, `/manage/${action.id}`);
  await text(page, "Place", "English").fill("By the fountain");
  await expect(page.getByText("Kept on this device, not sent to the others yet.")).toBeVisible();
  await page.goto("/me");
  await signOut(page);
  await openAs(page, administrator, `/manage/${action.id}`);
  await expect(text(page, "Title", "English")).toHaveValue(action.title);
  await expect(text(page, "Place", "English")).not.toHaveValue("By the fountain");
  await page.goto("/me");
  await signOut(page);
  await openAs(page, coordinator, `/manage/${action.id}`);
  await expect(text(page, "Place", "English")).toHaveValue("By the fountain");
});

test("a draft is not published over what somebody else has gone on writing, nor thrown away while nobody knows whether the others have it", async ({
  browser,
  context,
  page,
}) => {
  test.slow();
  await openAs(page, coordinator, "/manage/new");
  const title = unique("Көктем");
  await write(page, title, dayFromNow(12));
  await saved(page);
  const other = await (await browser.newContext()).newPage();
  await openAs(other, administrator, new URL(page.url()).pathname);
  await text(other, "Title", "English").fill("Spring");
  await saved(other);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  // Theirs is here to be looked at; nothing is published yet.
  await expect(text(page, "Title", "English")).toHaveValue("Spring");
  await expect(page).toHaveURL(/\/manage\/drafts\//);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("Published. Everybody sees it now.")).toBeVisible();

  await page.goto("/manage/new");
  await expect(text(page, "Title", "Қазақша")).toBeVisible();
  await context.setOffline(true);
  await text(page, "Title", "Қазақша").fill(unique("Күз"));
  await page.getByRole("button", { name: "Throw the draft away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Throw the draft away" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(text(page, "Title", "Қазақша")).toHaveValue(/^Күз/);
  await expect(page).toHaveURL(/\/manage\/drafts\//);
  await context.setOffline(false);
  await saved(page);
  await page.getByRole("button", { name: "Throw the draft away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Throw the draft away" }).click();
  await expect(page).toHaveURL(/\/manage$/);
});

test("two report on the same action: the second sees the first before it takes its place", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: -40 });
  await openAs(page, coordinator, `/manage/${action.id}/report`);
  await page.getByRole("textbox", { name: "How many people came" }).fill("12");
  await expect(page.getByText("What you wrote is kept on this device, not published yet.")).toBeVisible();
  const other = await (await browser.newContext()).newPage();
  await openAs(other, administrator, `/manage/${action.id}/report`);
  await other.getByRole("textbox", { name: "How many people came" }).fill("15");
  await group(other, "What was done").getByRole("textbox", { name: "English" }).fill("Trees are planted.");
  await other.getByRole("button", { name: "Publish the report" }).click();
  await expect(other.getByText("The report is published. The hub's figures are up to date.")).toBeVisible();
  await page.reload();
  const missed = page.getByRole("alert", { name: "Somebody else has published a report meanwhile" });
  await expect(missed.getByText("15", { exact: true })).toBeVisible();
  await expect(missed.getByText("Trees are planted.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "How many people came" })).toHaveValue("12");
  await expect(page.getByRole("button", { name: "Publish the report" })).toHaveAttribute("aria-disabled", "true");
  await missed.getByRole("button", { name: "Keep mine" }).click();
  await expect(missed).toHaveCount(0);
  await page.getByRole("button", { name: "Publish the report" }).click();
  await expect(page.getByText("The report is published. The hub's figures are up to date.")).toBeVisible();
});

test("an action is copied, and made to repeat with its dates shown before", async ({ page }) => {
  const action = await newAction({ startsInHours: 100, shifts: 2 });
  await openAs(page, administrator, `/manage/${action.id}`);
  await page.getByRole("button", { name: "Make a copy" }).click();
  await expect(page).toHaveURL(/\/manage\/drafts\//);
  await expect(text(page, "Title", "English")).toHaveValue(action.title);
  await expect(shift(page, 2)).toBeVisible();
  const title = unique("Every week");
  await text(page, "Title", "English").fill(title);
  await page.getByRole("combobox", { name: "Repeats" }).selectOption("weekly");
  const first = await shift(page, 1).getByLabel("Day", { exact: true }).inputValue();
  const last = new Date(Date.parse(first) + 14 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Last possible day").fill(last);
  await expect(page.getByText(/^3 dates: /)).toBeVisible();
  await page.getByRole("button", { name: "Publish all dates (3)" }).click();
  await expect(page).toHaveURL(/\/manage\/series\//);
  await expect(page.getByText("Dates to come: 3")).toBeVisible();
  // The plan is changed: all dates follow.
  await text(page, "Where people meet", "English").fill("At the school");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The changes are saved.")).toBeVisible();
  await page.getByText("Dates to come: 3").click();
  await page.getByRole("listitem").filter({ has: page.getByRole("link", { name: /10|1[1-9]|2|3|:/ }) }).getByRole("link").first().click();
  await expect(page.getByText("Changes here concern this date only.")).toBeVisible();
  await expect(text(page, "Where people meet", "English")).toHaveValue("At the school");
});

test("who has a place hears that it is called off, and that it is held after all", async ({ browser, page }) => {
  const action = await newAction({ startsInHours: 60 });
  const volunteer = await (await browser.newContext()).newPage();
  await signIn(volunteer, `/actions/${action.id}`);
  await volunteer.getByRole("button", { name: "Join", exact: true }).click();
  await expect(volunteer.getByRole("heading", { name: "Place confirmed" })).toBeVisible();

  await openAs(page, coordinator, `/manage/${action.id}`);
  await page.getByRole("button", { name: "Call off" }).click();
  const dialog = page.getByRole("dialog", { name: "Call the action off?" });
  await expect(dialog.getByText("1 person hears by their account.")).toBeVisible();
  await dialog.getByRole("button", { name: "Call off" }).click();
  await expect(page.getByText("The action is called off.", { exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByText("Cancelled").first()).toBeVisible();
  await volunteer.goto("/me");
  await expect(volunteer.getByRole("region", { name: "News for you" }).getByText("Called off, no need to come").first()).toBeVisible();
  // It is not deleted, since somebody counts on it.
  await expect(page.getByText("An action that somebody has joined is not deleted but called off.")).toBeVisible();
  await page.getByRole("button", { name: "Hold it after all" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Hold it after all" }).click();
  await expect(page.getByText("The action takes place.", { exact: true })).toBeVisible();
});

test("an action is closed with a report: everybody sees it, and the hub's figures count it", async ({ page }) => {
  const action = await newAction({ startsInHours: -30 });
  await openAs(page, administrator, `/manage/${action.id}`);
  await page.getByRole("link", { name: "Write the report" }).click();
  await expect(page.getByText("Nobody noted who came: write the number yourself.")).toBeVisible();
  await page.getByRole("button", { name: "Publish the report" }).click();
  await expect(page.getByText("A whole number is wanted here.")).toBeVisible();
  await page.getByRole("textbox", { name: "How many people came" }).fill("17");
  await group(page, "What was done").getByRole("textbox", { name: "English" }).fill("Forty bags of litter are gone.");
  await page.getByRole("button", { name: "Add a figure" }).click();
  await group(page, "What was counted").getByRole("textbox", { name: "English" }).fill("Bags");
  await page.getByRole("textbox", { name: "How many", exact: true }).fill("40");
  // A reload costs nothing.
  await expect(page.getByText("What you wrote is kept on this device, not published yet.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "How many people came" })).toHaveValue("17");
  await expect(page.getByRole("textbox", { name: "How many", exact: true })).toHaveValue("40");
  await page.getByRole("button", { name: "Publish the report" }).click();
  await expect(page.getByText("The report is published. The hub's figures are up to date.")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/actions/${action.id}`));
  const outcome = page.getByRole("region", { name: "What was done" });
  await expect(outcome.getByText("17 people came")).toBeVisible();
  await expect(outcome.getByText("Forty bags of litter are gone.")).toBeVisible();
  await expect(outcome.getByText("Bags", { exact: true })).toBeVisible();
  // The figures, with what they count and as of when.
  await page.goto("/");
  await settled(page);
  const figure = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /^People who came in \d{4}$/ }) });
  await expect(figure.getByText("Who came to two actions is counted twice.")).toBeVisible();
  await page.goto("/manage");
  const table = page.getByRole("region", { name: /figures/i }).getByRole("table");
  await expect(table.getByRole("row", { name: /^All / })).toBeVisible();
  await expect(table.getByText("no data").first()).toBeVisible();
});

test("the roster tells who fits and why, and those who are chosen are found chosen there", async ({ page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 300, youngest: "18_plus" });
  await page.setViewportSize({ width: 1280, height: 900 });
  await openAs(page, administrator, `/manage/${action.id}`);
  await page.getByRole("button", { name: "Who on the list fits" }).click();
  const fits = page.getByRole("region", { name: "Who on the list fits" });
  await expect(fits.getByText(/^\d+ of \d{4} fit \(.*too young: \d+/)).toBeVisible();
  const people = fits.getByRole("listitem");
  await expect(people).toHaveCount(20);
  await expect(people.first().getByText(/chose this direction/)).toBeVisible();
  await expect(fits.getByRole("button", { name: "Open in the list (0)" })).toHaveAttribute("aria-disabled", "true");
  const name = (await people.first().locator("span").first().textContent())!;
  await people.first().getByRole("checkbox").check();
  await fits.getByRole("button", { name: "Open in the list (1)" }).click();
  await expect(page).toHaveURL(/\/roster$/);
  await expect(page.getByRole("grid", { name: "Table of volunteers" })).toBeVisible();
  await expect(page.getByText(/^1 /).filter({ hasText: /chosen|selected/i }).first()).toBeVisible();
  expect(name.length).toBeGreaterThan(2);
});

test("whoever does not plan is told why not; and it is for small screens, dark ones, and three languages", async ({ browser, page }) => {
  test.slow();
  await page.goto("/manage?lang=en");
  await expect(page.getByRole("heading", { name: "Sign in to manage actions" })).toBeVisible();
  await signIn(page, "/me");
  await page.goto("/manage?lang=ru");
  await expect(page.getByRole("heading", { name: "На это у вас нет права" })).toBeVisible();
  expect((await page.request.get("/api/v1/admin/drafts")).status()).toBe(403);
  await page.goto("/me?lang=ru");
  await expect(page.getByRole("link", { name: "Управление делами" })).toHaveCount(0);

  const action = await newAction({ startsInHours: 90, shifts: 2 });
  const planner = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage();
  await openAs(planner, coordinator, "/me");
  for (const [lang, title] of [["kk", "Шараларды басқару"], ["ru", "Управление делами"]] as const) {
    await planner.goto(`/manage?lang=${lang}`);
    await expect(planner.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await planner.goto(`/manage/${action.id}`);
    await expect(planner.getByRole("heading", { level: 1, name: action.title })).toBeVisible();
    await expect(planner.getByRole("textbox").first()).toBeVisible();
    expect(await planner.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }
  await coloured(planner, "dark");
  const { violations } = await new AxeBuilder({ page: planner }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
