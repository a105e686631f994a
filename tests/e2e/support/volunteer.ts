// Somebody on a phone of their own, with a place in an action.
import { expect, type Browser, type Page } from "@playwright/test";
import { signIn } from "./app";

/** Signed in by a phone number, and joined. */
export async function volunteer(browser: Browser, action: { id: string }, contact: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, `/actions/${action.id}`, { contact, name });
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Place confirmed" })).toBeVisible();
  return page;
}

export const phone = () => `+7701${String(Math.floor(1e6 + Math.random() * 8e6))}`;
