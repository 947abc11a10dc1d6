import { parseTime } from "@/components/format/times";

export interface TypedWindow {
  from: string;
  to: string;
}

export interface ReadWindow {
  fromMs: number | null;
  toMs: number | null;
  errors: Partial<Record<keyof TypedWindow, string>>;
}

const HOW = "Write it as 2026-02-16 22:30 or 2026-02-16 22:30:15.";

/** The window that someone typed in a zone; an end left empty is open. */
export function readWindow(zone: string, { from, to }: TypedWindow): ReadWindow {
  const errors: ReadWindow["errors"] = {};
  const read = (name: keyof TypedWindow, text: string): number | null => {
    if (text.trim() === "") return null;
    const ms = parseTime(zone, text);
    if (ms === null || ms < 0) errors[name] = `This is not a time. ${HOW}`;
    return ms;
  };
  const fromMs = read("from", from);
  const toMs = read("to", to);
  if (fromMs !== null && toMs !== null && fromMs >= toMs && errors.from === undefined) {
    errors.to = "The window must end after it begins.";
  }
  return { fromMs, toMs, errors };
}
