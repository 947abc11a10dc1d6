import { InvalidArgumentError } from "commander";
import { dollarsFor } from "@/lib/athena/price";
import type { SourceName } from "@/lib/sources/source.types";

export interface FetchOptions {
  connection: string;
  ask?: SourceName[];
  place?: string[];
  instance?: string[];
  key?: string[];
  interface?: string[];
  event?: string[];
  from?: Date;
  to?: Date;
  database?: string;
  workgroup: string;
  results?: string;
  limitPrice?: number;
  plan?: boolean;
}

/** All that tells of a case without anybody naming a place; the inventory finds where its logs lie. */
export const ASKED_UNLESS_SAID: readonly SourceName[] = [
  ...["log-inventory", "cloudtrail", "guardduty", "security-hub", "ec2", "iam", "config"],
] as SourceName[];

/** One more of what may be given more than once. */
export function more(text: string, before: string[] = []): string[] {
  return [...before, text];
}

export function parsePrice(text: string): number {
  const price = Number(text);
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(text) || price <= 0)
    throw new InvalidArgumentError("It is an amount of US dollars, such as 2.50.");
  return price;
}

const TERABYTE = 1e12;
/** As the page has it, where nobody says what a question may cost. */
const MOST_BYTES = 100e9;
/** What Athena charges at the least for, and no limit of a question's can be smaller. */
const LEAST_BYTES = 10_000_000;

/** How many bytes a question to Athena may read for a price in US dollars. */
export function bytesFor(price: number | undefined): number {
  if (price === undefined) return MOST_BYTES;
  const ofTerabyte = dollarsFor(TERABYTE);
  if (ofTerabyte === 0) return MOST_BYTES;
  return Math.max(LEAST_BYTES, Math.floor((price * TERABYTE) / ofTerabyte));
}
