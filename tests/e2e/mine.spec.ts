// What is mine: all of it as a file, a calendar that other programs read, and the end of the account.
import { expect } from "@playwright/test";
import ICAL from "ical.js";
import { keptOffline, signIn } from "./support/app";
import { changeAction, newAction, newVolunteer } from "./support/backend";
import { test } from "./support/test";

const join = { name: "Join", exact: true } as const;

test("all that is kept about me, as a file", async ({ page }) => {
  const action = await newAction();
  const { contact } = await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await page.goto("/settings");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download my data" }).click();
  let text = "";
  for await (const piece of await (await saving).createReadStream()) text += piece;
  const data = JSON.parse(text);
  expect(data.person.contact).toBe(contact);
  expect(data.signups).toMatchObject([{ signup: { action: action.id, standing: "confirmed" }, title: { en: action.title } }]);
});

test("my calendar is read by other programs, and hears what changes", async ({ page, request }) => {
  const action = await newAction();
  await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  await page.goto("/me");
  await page.getByRole("button", { name: "Get the calendar's address" }).click();
  const field = page.getByRole("textbox", { name: "Address of the calendar" });
  await expect(field).toHaveValue(/^http.*\/api\/v1\/calendar\/.*\.ics$/);
  await expect(page.getByRole("link", { name: "Open in a calendar" })).toHaveAttribute("href", /^webcal:/);
  const address = await field.inputValue();
  // By a library that nobody here wrote.
  const events = async (at: string) => {
    const calendar = new ICAL.Component(ICAL.parse(await (await request.get(at)).text()));
    return calendar.getAllSubcomponents("vevent").map((one) => ({ event: new ICAL.Event(one), status: one.getFirstPropertyValue("status") }));
  };
  const [{ event, status }] = await events(address);
  expect([event.summary, status, event.sequence, event.startDate.zone.tzid]).toEqual([action.title, "CONFIRMED", 0, "UTC"]);
  expect(event.uid).toMatch(new RegExp(`^1\\.${action.id}@`));
  await changeAction(action.id, (detail) => (detail.action.state = "cancelled"));
  const [after] = await events(address);
  expect([after.event.uid, after.status, after.event.sequence]).toEqual([event.uid, "CANCELLED", 1]);
  // A new address ends the old one: on another day, too, that is asked first.
  await page.reload();
  await page.getByRole("button", { name: "Get the calendar's address" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace the address there is?" });
  await dialog.getByRole("button", { name: "Keep the old one" }).click();
  expect((await request.get(address)).status()).toBe(200);
  await page.getByRole("button", { name: "Get the calendar's address" }).click();
  await dialog.getByRole("button", { name: "Get a new address" }).click();
  await expect(field).toHaveValue(/^http.*\.ics$/);
  await expect(field).not.toHaveValue(address);
  expect((await request.get(address)).status()).toBe(404);
});

test("the account deleted for good: the place goes on, and nothing is left here", async ({ page }) => {
  const action = await newAction({ most: 1, needed: 1 });
  const { contact } = await signIn(page, `/actions/${action.id}`);
  await page.getByRole("button", join).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  const next = await newVolunteer();
  await next.join(action.id);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("dialog").getByText("that a place was taken, not by whom")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("Your account is deleted. 1 place was given up.")).toBeVisible();
  expect(await next.standing(action.id)).toHaveProperty("offered");
  await page.goto("/me");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  // Somebody new, to whom nothing belongs.
  await signIn(page, "/me", { contact });
  await expect(page.getByRole("link", { name: action.title })).toHaveCount(0);
});

test("without a connection deleting is not offered as if it worked", async ({ context, page }) => {
  await signIn(page, "/settings");
  await keptOffline(page);
  await expect(page.getByRole("button", { name: "Delete my account" })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("This needs a connection.", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete my account" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Delete my account" }).click({ force: true });
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
