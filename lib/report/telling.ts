import { humanInstant, humanSpan } from "@/lib/report/units";

/** How a report writes moments; both take ISO 8601 in UTC. */
export interface ReportTimes {
  instant(iso: string): string;
  span(from: string, to: string): string;
}

export const UTC_TIMES: ReportTimes = { instant: humanInstant, span: humanSpan };

/** How a report is told: its times, and the numbers of the footnotes behind a figure (`FIGURES`). */
export interface Telling {
  times: ReportTimes;
  cite(figure: string): number[];
  /** Footnotes of records that are known already. */
  citeRecords(records: readonly { sha256: string; record: number }[]): number[];
}

/** In UTC and without footnotes: what the command prints. */
export const PLAIN: Telling = { times: UTC_TIMES, cite: () => [], citeRecords: () => [] };

/** Times of a zone of the IANA database, each with its distance from UTC: `2026-03-01 15:04:05+01:00`. */
export function timesIn(zone: string): ReportTimes {
  if (zone === "UTC") return UTC_TIMES;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", timeZoneName: "longOffset", fractionalSecondDigits: 3 },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  const parts = (iso: string) => {
    const part = new Map(format.formatToParts(Date.parse(iso)).map(({ type, value }) => [type, value]));
    const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? "";
    const fraction = of("fractionalSecond") === "000" ? "" : `.${of("fractionalSecond")}`;
    return {
      day: `${of("year")}-${of("month")}-${of("day")}`,
      time: `${of("hour")}:${of("minute")}:${of("second")}${fraction}${of("timeZoneName").slice(3) || "+00:00"}`,
    };
  };
  const instant = (iso: string) => {
    const { day, time } = parts(iso);
    return `${day} ${time}`;
  };
  return {
    instant,
    span: (from, to) => {
      if (from === to) return instant(from);
      const [start, end] = [parts(from), parts(to)];
      return `${start.day} ${start.time} to ${start.day === end.day ? "" : `${end.day} `}${end.time}`;
    },
  };
}
