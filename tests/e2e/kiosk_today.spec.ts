// Writing to everybody who has a place in a shift of today, from the volunteer department's screen.
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { openAs } from "./support/app";
import { newAction } from "./support/backend";
import { test } from "./support/test";
import { phone, volunteer } from "./support/volunteer";

test("everybody in a shift is written to; what is wrong is said first, and no connection costs no letter", async ({ browser, page, context }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.5, title: `Gloves ${randomUUID().slice(0, 4)}`, most: 4 });
  const name = `Aliya ${randomUUID().slice(0, 6)}`;
  await volunteer(browser, action, phone(), name);
  await page.setViewportSize({ width: 1280, height: 900 });
  await openAs(page, "serik.demo@meyirim.example", "/kiosk/today");
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: action.title }) });
  await expect(card.getByText(name)).toBeVisible();
  await card.getByRole("button", { name: "Write to everybody in it" }).click();
  await expect(page.getByRole("heading", { name: "Message to everybody in the shift" })).toBeVisible();
  await expect(page.getByText("To the 1 person with a place in this shift.")).toBeVisible();

  const send = page.getByRole("main").getByRole("button", { name: "Send", exact: true });
  await send.click();
  await expect(page.getByText("Write it in at least one language.")).toBeVisible();
  await page.getByRole("textbox", { name: "Subject (English)" }).fill("Today");
  const body = page.getByRole("textbox", { name: "Message (English)" });
  await body.fill("Hello, {nickname}! Bring gloves.");
  await send.click();
  await expect(page.getByText("There is nothing to put in for {nickname}, only {name}.")).toBeVisible();
  await body.fill("Hello, {name}! Bring gloves.");
  await expect(page.getByText(`Hello, ${name}! Bring gloves.`).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await context.setOffline(true);
  await expect(page.getByText("Sending needs a connection. What you have written stays here.")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Sending needs a connection. What you have written stays here.")).toHaveCount(0, { timeout: 90_000 });
  await expect(body).toHaveValue("Hello, {name}! Bring gloves.");
  await send.click();
  const sure = page.getByRole("dialog", { name: "Send to 1 person?" });
  await sure.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("The message is on its way.")).toBeVisible();
  await expect(card.getByText("Sent: 1 of 1")).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText("Today", { exact: true })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("whom a message cannot reach is named, to be told some other way", async ({ browser, page }) => {
  test.slow();
  const action = await newAction({ startsInHours: 0.6, title: `Boots ${randomUUID().slice(0, 4)}`, most: 4 });
  const name = `Dana ${randomUUID().slice(0, 6)}`;
  await volunteer(browser, action, phone(), name);
  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, "serik.demo@meyirim.example", "/kiosk/today");
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: action.title }) });
  await card.getByRole("button", { name: "Write to everybody in it" }).click();
  await page.getByRole("radio", { name: "By e-mail", exact: true }).check();
  await page.getByRole("textbox", { name: "Subject (English)" }).fill("Today");
  await page.getByRole("textbox", { name: "Message (English)" }).fill("Bring boots.");
  await page.getByRole("main").getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await expect(card.getByText(`${name} (no phone or e-mail is known)`)).toBeVisible({ timeout: 60_000 });
});
