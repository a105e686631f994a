// A browser of its own, for what the browser of the journeys (playwright.config.ts) may not have.
import { chromium, type Browser } from "@playwright/test";

const launched = new Set<Browser>();

/** All of Chromium, also what is there without a window: notices, and being asked for a camera. */
export async function wholeChromium(...args: string[]): Promise<Browser> {
  const whole = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-background-networking", ...args],
  });
  launched.add(whole);
  return whole;
}

/** Closes those that a test has left open. */
export async function closeAll(): Promise<void> {
  await Promise.all([...launched].map((browser) => browser.close()));
  launched.clear();
}
