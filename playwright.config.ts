import { defineConfig } from "@playwright/test";
import { SIGNED_IN } from "./e2e/owner";

const port = Number(process.env.THREADLINE_TEST_PORT ?? 3123);

const FRESH = /fresh-installation\.spec\.ts$/;
const FAULTS = /errors\.spec\.ts$/;

/**
 * The runner (bin/test.mjs) finds the browser and starts the app on an empty data folder. The first run makes the owner's
 * account, whose session every other journey starts with; each loads what else it needs.
 */
export default defineConfig({
  testDir: "e2e",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  // How fast a page is belongs to the bench; a machine that is busy makes no journey fail.
  expect: { timeout: 20_000 },
  reporter: [["line"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    timezoneId: "Asia/Kolkata",
    locale: "en-GB",
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.THREADLINE_CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    },
  },
  projects: [
    { name: "first run", testMatch: /first-run\.setup\.ts$/ },
    {
      // Before any journey has opened a case.
      name: "nothing yet",
      testMatch: FRESH,
      dependencies: ["first run"],
      use: { storageState: SIGNED_IN },
    },
    {
      name: "journeys",
      testMatch: /\.spec\.ts$/,
      testIgnore: [FRESH, FAULTS],
      dependencies: ["nothing yet"],
      use: { storageState: SIGNED_IN },
    },
    {
      // It takes tables away from under the application: no other journey may be under way.
      name: "faults",
      testMatch: FAULTS,
      dependencies: ["journeys"],
      use: { storageState: SIGNED_IN },
    },
  ],
});
