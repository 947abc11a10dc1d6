import type { Page } from "@playwright/test";
import { CASE_TITLE } from "./incident";

/** The address of an instance's page in the incident's case. */
export async function instancePath(page: Page, instanceId: string): Promise<string> {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  return `${href}/instances/${instanceId}`;
}
