import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { INDICATOR } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";
import { test as base } from "./ready-page";

export { expect } from "@playwright/test";

/** Each of the workers has the incident in a case of its own: none sees what another does to its case. */
export const CASE_TITLE = `Sample incident in browser ${process.env.TEST_PARALLEL_INDEX ?? ""}.`;

interface Incident {
  indicator: string;
  /** Where its logs lie. */
  folder: string;
  /** What the command prints for the very case that the pages show. */
  document: InvestigationV1;
}

/** Loads the logs of a folder into a case of that name, by the command, and gives what it says of it. */
export function investigateInto(title: string, folder: string): InvestigationV1 {
  const printed = execFileSync(
    process.execPath,
    ["bin/threadline.mjs", "investigate", folder, "--ip", INDICATOR, "--case", title, "--format", "json"],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(printed);
}

/** A thin sample incident, loaded and investigated by the command into a case that the pages then show. */
export const test = base.extend<object, { incident: Incident }>({
  incident: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "threadline-incident-"));
      try {
        writeIncident(folder, { scale: 0.1 });
        await use({ indicator: INDICATOR, folder, document: investigateInto(CASE_TITLE, folder) });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
