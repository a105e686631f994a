// Playwright's test, and every phone that a test has opened closed after it: a page left open would go on listening to the backend, and take the two cores from those that follow.
import { test as base } from "@playwright/test";
import { closeAll } from "./chromium";

export const test = base.extend<{ closed: void }>({
  closed: [
    async ({ browser }, use) => {
      await use();
      await Promise.all(browser.contexts().map((context) => context.close()));
      await closeAll();
    },
    { auto: true },
  ],
});
