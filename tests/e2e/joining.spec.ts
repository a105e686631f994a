// Taking and leaving a place: online, offline, with a killed tab, in two tabs, when it is full.
import { expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { keptOffline, openAction, settled, signIn, signupsOf } from "./support/app";
import { Faults, newAction, newVolunteer, seats } from "./support/backend";
import { test } from "./support/test";

const join = { name: "Join", exact: true } as const;
const leave = { name: "Leave", exact: true } as const;

test("join online, see it under Me, leave again", async ({ page, context }) => {
  const action = await newAction();
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  expect(await seats(action.id)).toMatchObject({ taken: 1 });
  await page.goto("/me");
  await expect(page.getByRole("link", { name: action.title })).toBeVisible();
  await openAction(page, action);
  await page.getByRole("button", leave).click();
  await expect(page.getByRole("button", join)).toBeVisible();
  await expect.poll(() => seats(action.id)).toMatchObject({ taken: 0 });
  expect(await signupsOf(context, action.id)).toHaveLength(1);
});

test("a press that comes before the device has said who is signed in counts", async ({ page }) => {
  const action = await newAction();
  await signIn(page, "/me");
  // The quickest finger there can be.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const button = document.querySelector<HTMLElement>("#act");
      if (button?.textContent !== "Join") return;
      observer.disconnect();
      button.click();
      (window as any).pressed = true;
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(`/actions/${action.id}`);
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  expect(await page.evaluate(() => (window as any).pressed)).toBe(true);
  expect(await seats(action.id)).toMatchObject({ taken: 1 });
});

test("signed out, Join leads to signing in and back", async ({ page }) => {
  const action = await newAction();
  await page.goto(`/actions/${action.id}?lang=en`);
  await page.getByRole("link", join).or(page.getByRole("button", join)).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("who has not told their age tells it on the way, and comes back to join", async ({ page }) => {
  const action = await newAction();
  await page.goto("/sign-in?lang=en");
  await page.getByRole("textbox", { name: "Phone number or e-mail" }).fill(`e2e-${randomUUID().slice(0, 12)}@meyirim.example`);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("button", { name: "Fill in the code" }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("radio", { name: /18/ })).toBeVisible();
  await openAction(page, action);
  await page.getByRole("button", join).click();
  await expect(page).toHaveURL(/\/me\?next=/);
  await page.getByRole("radio", { name: /18/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`/actions/${action.id}$`));
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
});

test("join offline, kill the tab, reopen, go online: joined once", async ({ context, page }) => {
  const action = await newAction();
  await signIn(page, `/actions/${action.id}`);
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("button", join).click();
  await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
  await page.close();

  const again = await context.newPage();
  await again.goto(`/actions/${action.id}`);
  await expect(again.getByText("Waiting to be confirmed").first()).toBeVisible();
  await again.goto("/outbox");
  await expect(again.getByText(action.title)).toBeVisible();
  expect(await seats(action.id)).toMatchObject({ taken: 0 });

  await context.setOffline(false);
  await expect.poll(() => seats(action.id)).toMatchObject({ taken: 1 });
  await again.goto(`/actions/${action.id}`);
  await expect(again.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  expect(await seats(action.id)).toMatchObject({ taken: 1, waiting: 0 });
  expect(await signupsOf(context, action.id)).toHaveLength(1);
});

test("the answer is lost after the backend has decided: still joined once", async ({ context, page }) => {
  const action = await newAction();
  const faults = await Faults.of(context);
  await signIn(page, `/actions/${action.id}`);
  await faults.next({ method: "POST", path_prefix: `/actions/${action.id}/shifts`, act: "drop-after-commit" });
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  expect(await seats(action.id)).toMatchObject({ taken: 1 });
  expect(await signupsOf(context, action.id)).toHaveLength(1);
});

test("a full action puts one on the waitlist, and the place is offered when it frees", async ({ context, page }) => {
  const action = await newAction({ most: 1, needed: 1 });
  const other = await newVolunteer();
  await other.join(action.id);
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("You are number 1 on the waitlist").first()).toBeVisible();
  await other.leave(action.id);
  // Live: nobody touches the page.
  await expect(page.getByRole("heading", { name: "A place is offered to you" })).toBeVisible();
  await expect(page.getByText(/^Take it by .* and it is yours\./)).toBeVisible();
  // The answer is given without a connection, and counts when it arrives in time.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Take the place" }).click();
  await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  expect(await signupsOf(context, action.id)).toHaveLength(1);
});

test("a place in line stands in the way of another shift at that time, and says that it can be given up", async ({ page }) => {
  const [full, free] = [await newAction({ most: 1, needed: 1 }), await newAction()];
  await (await newVolunteer()).join(full.id);
  await signIn(page, `/actions/${full.id}`);
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("You are number 1 on the waitlist").first()).toBeVisible();
  await openAction(page, free);
  await expect(page.getByText(`${full.title}. There you are only waiting in line: give that up, and you can join here.`).first()).toBeVisible();
});

test("an offered place is let go, and goes to the next in line", async ({ page }) => {
  const action = await newAction({ most: 1, needed: 1 });
  const [first, last] = [await newVolunteer(), await newVolunteer()];
  await first.join(action.id);
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("You are number 1 on the waitlist").first()).toBeVisible();
  await last.join(action.id);
  await first.leave(action.id);
  await page.getByRole("button", { name: "Let it go" }).click();
  await expect(page.getByRole("button", { name: "Join the waitlist" })).toBeVisible();
  expect(await last.standing(action.id)).toHaveProperty("offered");
});

test("refused while offline: the outbox gives the reason and the choice", async ({ context, page }) => {
  const action = await newAction({ most: 1, needed: 1, waitlist: false });
  await signIn(page, `/actions/${action.id}`);
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("button", join).click();
  await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
  await (await newVolunteer()).join(action.id);
  await context.setOffline(false);
  await page.goto("/outbox");
  await expect(page.getByText(/no places were left/)).toBeVisible();
  await page.getByRole("button", { name: /Discard/ }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: /Discard/ }).click();
  await expect(page.getByText(/no places were left/)).toBeHidden();
  expect(await seats(action.id)).toMatchObject({ taken: 1 });
});

test("two tabs: what one does the other shows, and it is sent once", async ({ context, page }) => {
  const action = await newAction();
  await signIn(page, `/actions/${action.id}`);
  const other = await context.newPage();
  await openAction(other, action);
  await expect(other.getByRole("button", join)).toBeVisible();
  await page.getByRole("button", join).click();
  await expect(other.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await other.getByRole("button", leave).click();
  await expect(page.getByRole("button", join)).toBeVisible();
  await expect.poll(() => seats(action.id)).toMatchObject({ taken: 0 });
});

test("minors: what the law bars is said, with the reason", async ({ page }) => {
  const heavy = await newAction({ title: "Heavy work", hazards: ["heavy_or_harmful"] });
  await signIn(page, `/actions/${heavy.id}`, { age: /^14/ });
  await expect(page.getByText(/heavy or harmful work/i).first()).toBeVisible();
  await expect(page.getByRole("button", join)).toHaveAttribute("aria-disabled", "true");
});
