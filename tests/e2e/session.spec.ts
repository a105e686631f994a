// Signing in by one-time code, and what a sign-out leaves behind.
import { expect } from "@playwright/test";
import { settled, signIn } from "./support/app";
import { test } from "./support/test";

test("a wrong contact and a wrong code are said where they were typed, and nothing typed is lost", async ({ page }) => {
  await page.goto("/sign-in?lang=en");
  const contact = page.getByRole("textbox", { name: "Phone number or e-mail" });
  await contact.fill("8 701");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("The number is too short")).toBeVisible();
  await expect(contact).toHaveValue("8 701");
  await expect(contact).toHaveAttribute("aria-invalid", "true");
  await contact.fill("wrong-code@meyirim.example");
  await page.getByRole("button", { name: "Send me a code" }).click();
  const code = page.getByRole("textbox", { name: "One-time code" });
  await code.fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The code is wrong.")).toBeVisible();
  await expect(code).toHaveValue("000000");
});

test("signed in once, known after a reload; signed out, nothing personal stays", async ({ page }) => {
  const { contact } = await signIn(page, "/me");
  await page.reload();
  const masked = `${contact[0]}***@meyirim.example`;
  await expect(page.getByText(masked)).toBeVisible();
  await settled(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  const dialog = page.getByRole("dialog");
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText(masked)).toHaveCount(0);
  const own = await page.evaluate(() => new Promise<number>((resolve, reject) => {
    const open = indexedDB.open("meyirim");
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const count = open.result.transaction("own").objectStore("own").count();
      count.onsuccess = () => { resolve(count.result); open.result.close(); };
    };
  }));
  expect(own).toBe(0);
});

test("sign-out in one tab is a sign-out in all", async ({ context, page }) => {
  await signIn(page, "/me");
  const other = await context.newPage();
  await other.goto("/me");
  await expect(other.getByRole("button", { name: "Sign out" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(other.getByRole("button", { name: "Sign out" })).toHaveCount(0);
});
