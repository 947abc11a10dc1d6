import { InvalidArgumentError } from "commander";
import { readFlowFormat } from "@/lib/cases/read-flow-format";
import { canonicalAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { parseInstant } from "@/lib/core/instant";

export const FORMATS = ["text", "json", "md", "html", "pdf"] as const;
export type Format = (typeof FORMATS)[number];

export interface InvestigateOptions {
  ip?: string;
  from?: Date;
  to?: Date;
  format: Format;
  out?: string;
  case?: string;
  strict?: boolean;
  flowFormat?: string;
  reference?: boolean;
  server?: string;
}

export function parseAddress(text: string): string {
  const ip = canonicalAddress(text.trim());
  if (ip === null) throw new InvalidArgumentError("It is not an IP address.");
  return ip;
}

export function parseTime(text: string): Date {
  const ms = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (ms === null) throw new InvalidArgumentError("It is not an ISO 8601 time, such as 2026-11-20T14:00:00Z.");
  return new Date(ms);
}

/** A shell leaves nothing of `${version}` in double quotes. */
export function parseFormat(text: string): string {
  try {
    return readFlowFormat(text);
  } catch (error) {
    throw error instanceof AppError ? new InvalidArgumentError(`${error.message} (in single quotes)`) : error;
  }
}
