import { z } from "zod";

/**
 * How a log's folders are named by day, as the deliveries of AWS have it: `2026/02/09/` (flow, resolver and trail logs,
 * findings, Firehose), `2026/2/9/` (Config), `year=2026/month=02/day=09/` (Hive), or one folder a day with a name before
 * it, `eventDay=20260209/` (Security Lake). Hours stand below a day.
 */
export const DayForm = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("slashes"), pad: z.enum(["padded", "bare", "either"]) }),
  z.object({ kind: z.literal("hive") }),
  z.object({ kind: z.literal("named"), label: z.string(), dash: z.boolean() }),
]);
export type DayForm = z.infer<typeof DayForm>;

const NAMED_DAY = /^([A-Za-z_-]+)=(\d{4})(-?)(\d\d)\3(\d\d)$/;
const FIRST_YEAR = 2006;
const LAST_YEAR = 2199;

/** What the name of a folder says of how days are named beside it, and of which year it is; null for any other folder. */
export function dayFormOf(folder: string): { form: DayForm; year: number } | null {
  const [, digits = folder] = /^year=(\d{4})$/.exec(folder) ?? [];
  if (/^\d{4}$/.test(digits) && isYear(Number(digits))) {
    const form: DayForm = digits === folder ? { kind: "slashes", pad: "either" } : { kind: "hive" };
    return { form, year: Number(digits) };
  }
  const [, label, year, dash, month, day] = NAMED_DAY.exec(folder) ?? [];
  if (label === undefined || !isYear(Number(year)) || Number(month) > 12 || Number(day) > 31) return null;
  return { form: { kind: "named", label, dash: dash === "-" }, year: Number(year) };
}

const isYear = (year: number) => year >= FIRST_YEAR && year <= LAST_YEAR;

const DAY_MS = 86_400_000;

/** The folders of the days from one instant up to another (epoch ms, both inside), in order of time; each ends in a slash. */
export function dayFolders(form: DayForm, fromMs: number, toMs: number): string[] {
  const folders: string[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day <= toMs; day += DAY_MS)
    folders.push(...foldersOf(form, day));
  return folders;
}

function foldersOf(form: DayForm, dayMs: number): string[] {
  const [year = "", month = "", day = ""] = new Date(dayMs).toISOString().slice(0, 10).split("-");
  if (form.kind === "hive") return [`year=${year}/month=${month}/day=${day}/`];
  if (form.kind === "named") return [`${form.label}=${[year, month, day].join(form.dash ? "-" : "")}/`];
  const padded = `${year}/${month}/${day}/`;
  const bare = `${year}/${Number(month)}/${Number(day)}/`;
  if (form.pad !== "either") return [form.pad === "padded" ? padded : bare];
  return padded === bare ? [padded] : [padded, bare];
}
