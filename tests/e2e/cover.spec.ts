// Who cannot come keeps the place until somebody else takes it: asked for with and without a network, taken by joining, agreed to by the leader of the shift where the action says so.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Page } from "@playwright/test";
import { keptOffline, openAction, settled, signIn } from "./support/app";
import { changeAction, nameLeaders, newAction, newVolunteer, seats } from "./support/backend";
import { test } from "./support/test";

const join = { name: "Join", exact: true } as const;
const cannot = { name: "I can't come" } as const;
const open = "We are looking for somebody to stand in.";

/** Somebody with a place in a full action that can no longer be given up. */
async function joined(page: Page): Promise<{ id: string; title: string }> {
  const action = await newAction({ most: 1, needed: 1, startsInHours: 20 });
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await expect(page.getByText("“Leave” gives the place up at once.")).toBeVisible();
  await changeAction(action.id, (detail) => Object.assign(detail.action.shifts[0], { withdraw_until: new Date(Math.floor((Date.now() - 3_600_000) / 60_000) * 60_000).toISOString().replace(".000Z", "Z") }));
  return action;
}

async function another(browser: Browser, next: string): Promise<{ page: Page; id: string }> {
  const page = await (await browser.newContext()).newPage();
  const { id } = await signIn(page, next, { name: "Saule" });
  return { page, id };
}

test("I can't come: asked for, called back, and taken by somebody who fits", async ({ browser, page }) => {
  const action = await joined(page);
  // Somebody who was in an action of the same direction before, and hears of it.
  const before = await newAction({ startsInHours: 60 });
  const fits = await another(browser, `/actions/${before.id}`);
  await fits.page.getByRole("button", join).click();
  await expect(fits.page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();

  await expect(page.getByText(/The time for giving the place up has passed/)).toBeVisible();
  await page.getByRole("button", cannot).click();
  await expect(page.getByText(open)).toBeVisible();
  await expect(page.getByRole("heading", { name: "You can't come: a stand-in is looked for" })).toBeVisible();
  expect((await seats(action.id)).taken).toBe(0);
  await page.goto("/me");
  await expect(page.getByRole("listitem").filter({ hasText: action.title }).getByText("You can't come: a stand-in is looked for")).toBeVisible();
  await openAction(page, action);
  await page.getByRole("button", { name: "I come after all" }).click();
  await expect(page.getByText("We look for somebody to stand in. Until somebody is found, the place is yours.")).toBeVisible();
  expect((await seats(action.id)).taken).toBe(1);
  await page.getByRole("button", cannot).click();
  await expect(page.getByText(open)).toBeVisible();

  await fits.page.goto("/me");
  const news = fits.page.getByRole("region", { name: "News for you" }).getByRole("listitem").filter({ hasText: action.title });
  await expect(news.getByText("A stand-in is needed")).toBeVisible();
  await news.getByRole("link", { name: action.title }).click();
  await fits.page.getByRole("button", join).click();
  await expect(fits.page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();

  // Live, without a reload; and it is said.
  await expect(page.getByRole("heading", { name: "Your place has been given up" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "You can't come: a stand-in is looked for" })).toHaveCount(0);
  await page.goto("/me");
  await expect(page.getByText("Enough people without you, no need to come")).toBeVisible();
});

test("without a connection it is kept, and sent once; and it can be taken back before", async ({ context, page }) => {
  const action = await joined(page);
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("button", cannot).click();
  await expect(page.getByText("Saved on this device: once it is sent, we look for somebody to stand in.")).toBeVisible();
  await page.getByRole("button", { name: "I come after all" }).click();
  await expect(page.getByText("Until somebody is found, the place is yours.")).toBeVisible();
  await page.getByRole("button", cannot).click();
  // On the device before the page is left.
  await expect(page.getByText("Saved on this device: once it is sent, we look for somebody to stand in.")).toBeVisible();
  await page.goto("/outbox");
  await expect(page.getByText("Waiting to be sent. The place is yours.")).toBeVisible();
  expect((await seats(action.id)).taken).toBe(1);
  await context.setOffline(false);
  await expect.poll(async () => (await seats(action.id)).taken).toBe(0);
  await openAction(page, action);
  await expect(page.getByText(open)).toBeVisible();
});

test("where the leader has a say: not agreed, then agreed, from the roll", async ({ browser, page }) => {
  const action = await joined(page);
  await changeAction(action.id, (detail) => (detail.cover = "leader_agrees"));
  const leader = await another(browser, "/me");
  await nameLeaders(action.id, [leader.id]);
  await page.reload();
  await expect(page.getByText("In this action the leader of the shift has to agree first.")).toBeVisible();
  await page.getByRole("button", cannot).click();
  await expect(page.getByText("The leader of the shift has yet to agree: until then you are counted on.")).toBeVisible();

  await leader.page.goto("/me");
  await settled(leader.page);
  await leader.page.goto(`/check-in/${action.id}?shift=1`);
  const asks = leader.page.getByText("Cannot come, and asks you to agree to a stand-in.");
  await expect(asks).toBeVisible();
  const { violations } = await new AxeBuilder({ page: leader.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await leader.page.getByRole("button", { name: "Do not agree" }).click();
  await expect(asks).toHaveCount(0);
  await expect(page.getByText("Until somebody is found, the place is yours.")).toBeVisible();
  await page.getByRole("button", cannot).click();
  await expect(page.getByText(/has yet to agree/)).toBeVisible();
  await leader.page.reload();
  await leader.page.getByRole("button", { name: "Agree", exact: true }).click();
  await expect(leader.page.getByText("cannot come, a stand-in is looked for")).toBeVisible();
  await expect(page.getByText(open)).toBeVisible();
  const stands = await newVolunteer();
  await stands.join(action.id);
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toHaveCount(0);
});
