import { describeFault } from "@/lib/log/describe-fault";
import { log } from "@/lib/log/log";

/**
 * Sends what the framework prints through the log, so that every line of the web server is JSON and no thrown text of
 * the evidence is in it. Its own words (strings) are kept, what it prints of a fault is described.
 */
export function logConsole(): void {
  for (const level of ["error", "warn"] as const) {
    console[level] = (...args: unknown[]) => {
      const words = args.filter((arg) => typeof arg === "string");
      const faults = args.filter((arg) => arg instanceof Error).map(describeFault);
      // A page's fault comes again, with its number, by way of onRequestError.
      if (faults.length > 0 && words.every((text) => text.trim().length < 3)) return;
      log[level](faults.length === 0 ? {} : { faults }, words.map(plain).join(" ").slice(0, 500));
    };
  }
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour is one
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
