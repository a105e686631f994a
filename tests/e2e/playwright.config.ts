// People's journeys against the real backend, in real Chromium, without a window where there is such a one. Elements are found by role and name; no request is intercepted, nothing sleeps.
// Faults come from the backend's sentinels, scoped by a cookie so that tests can run side by side.
import { defineConfig } from "@playwright/test";

const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/e2e",
  reporter: [["list"]],
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  // Only what fails waits so long. A machine that does other things besides needs three times as much as a quiet one, and a journey that is right must not fail for that.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: process.env.BASE_URL,
    locale: "en-GB",
    timezoneId: "America/New_York",
    viewport: { width: 390, height: 844 },
    // Recording a trace takes a quarter of the time of every test, and two cores are all there is: TRACE=1 records, of what fails. Without it a failure still tells what the page held.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      // Chromium without a window to draw, where there is one: the same engine for a sixth less time. What only the whole one has (notices, asking for a camera) is tried in that: support/chromium.ts.
      executablePath: process.env.CHROMIUM_SHELL || process.env.CHROMIUM || "/usr/bin/chromium",
      // Chromium's sandbox does not work for root; the rest keeps it from calling home.
      args: [...(root ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
    },
  },
});
