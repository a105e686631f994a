// The same journeys on every backend: see journeys/all.spec.ts. Settings as those of tests/e2e.
import { defineConfig } from "@playwright/test";
import base from "../e2e/playwright.config";

export default defineConfig({ ...base, testDir: "journeys", outputDir: "../../target/backends", fullyParallel: false, expect: { timeout: 20_000 }, timeout: 90_000, use: { ...base.use, baseURL: undefined } });
