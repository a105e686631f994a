// Signing in by one-time code, and what a sign-out leaves behind.
import { expect } from "@playwright/test";
import { keptOffline, openAction, settled, signIn, signOut, signupsOf } from "./support/app";
import { newAction } from "./support/backend";
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
  await signOut(page);
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

test("what one person did without a network is not sent as another's who has signed in meanwhile, and goes out once they are back", async ({ browser, context, page }) => {
  const [first, second] = [await newAction({ startsInHours: 30 }), await newAction({ startsInHours: 60 })];
  const { contact } = await signIn(page, "/actions");
  for (const action of [first, second]) await openAction(page, action);
  await settled(page);
  await keptOffline(page);
  await context.setOffline(true);
  for (const action of [first, second]) {
    await openAction(page, action);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await expect(page.getByText("Waiting to be confirmed").first()).toBeVisible();
  }
  // Somebody else signs in, as from another tab that this one has not heard of.
  const other = await browser.newContext();
  await signIn(await other.newPage(), "/me", { name: "Somebody else" });
  await context.addCookies(await other.cookies());
  await context.setOffline(false);
  // The page becomes theirs, and nothing of it is.
  const places = async (action: { id: string }) => (await signupsOf(context, action.id)).length;
  await page.goto("/me?lang=en");
  await expect(page.getByRole("heading", { name: "Somebody else" })).toBeVisible();
  // By then it has sent what it would send.
  await keptOffline(page);
  expect([await places(first), await places(second)]).toEqual([0, 0]);
  await signOut(page);
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();

  await signIn(page, "/me", { contact });
  await expect.poll(async () => [await places(first), await places(second)]).toEqual([1, 1]);
  await other.close();
});
