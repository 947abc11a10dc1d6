import type { Page } from "@playwright/test";
import type { AwsService } from "@/lib/aws/aws-connection.types";
import { expect } from "./ready-page";

interface Connected {
  name: string;
  accounts: readonly string[];
  regions: readonly string[];
  /** Where these services are asked instead of at AWS. */
  at: { url: string; services: readonly AwsService[] };
}

/** Makes a connection on its page, as an owner does. */
export async function connect(page: Page, { name, accounts, regions, at }: Connected): Promise<void> {
  await page.goto("/connections");
  await page
    .getByRole("button", { name: "Add a connection" })
    .or(page.getByLabel("Name", { exact: true }))
    .first()
    .click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Regions").fill(regions.join(", "));
  await page.getByRole("textbox", { name: "Accounts" }).fill(accounts.join("\n"));
  await page.getByText("Profile, external ID, endpoints").click();
  await page.getByLabel("Endpoints of your own").fill(at.services.map((service) => `${service} ${at.url}`).join("\n"));
  await page.getByRole("button", { name: "Add the connection" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}
