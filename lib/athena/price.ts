import { LEAST_CHARGED_BYTES } from "@/lib/athena/athena-setup";
import { athenaDollarsPerTb } from "@/lib/env";

const TERABYTE = 1e12;

/** What a query that scans so many bytes costs in US dollars, by the price that the installation is set to. */
export function dollarsFor(scannedBytes: number): number {
  return (Math.max(scannedBytes, LEAST_CHARGED_BYTES) / TERABYTE) * athenaDollarsPerTb();
}
