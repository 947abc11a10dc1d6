import { printable } from "@/lib/cli/progress-line";
import { bytesWords } from "@/lib/detect/detectors/contact-words";
import type { FetchSourceView, FetchView } from "@/lib/fetch/fetch-view.types";

const SHOWN_GAPS = 20;

const counted = (count: number, what: string) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
const dollars = (amount: number) => (amount < 0.01 ? "less than $0.01" : `about $${amount.toFixed(2)}`);
const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}`;

/** The plan of a fetch as text: what each source will take, what Athena reads and costs, and what could not be planned. */
export function planLines(fetch: FetchView): string[] {
  const width = Math.max(...fetch.sources.map(({ title }) => title.length));
  const price = priceOf(fetch);
  return [
    `Plan by ${printable(fetch.connectionName)}, ${minute(fetch.fromMs)} up to ${minute(fetch.toMs)} UTC`,
    ...fetch.sources.map((source) => `  ${source.title.padEnd(width)}  ${plannedWords(source)}`),
    ...fetch.athena.map(
      ({ title, plannedBytes, mostBytes }) =>
        `  Athena: ${printable(title)}, reads ${plannedBytes === null ? "nobody knows how much" : `at most ${bytesWords(plannedBytes)}`}, stopped beyond ${bytesWords(mostBytes)}`,
    ),
    ...(price > 0
      ? [`  Athena costs ${dollars(price)} as far as it is planned; each further question is planned on its way`]
      : []),
    ...gapLines(fetch),
  ];
}

/** In US dollars, of what is planned so far. */
export function priceOf({ sources }: FetchView): number {
  return sources.reduce((sum, { planned }) => sum + planned.dollars, 0);
}

function plannedWords({ steps, planned, untold }: FetchSourceView): string {
  const calls = `${untold > 0 ? "at least " : ""}${counted(planned.calls + untold, "call")}`;
  const files = planned.files > 0 ? `, ${counted(planned.files, "file")}, ${bytesWords(planned.bytes)}` : "";
  return `${counted(steps, "step")}, ${calls}${files}`;
}

/** How far a fetch is, on one line. */
export function fetchingLine({ sources }: FetchView): string {
  const sum = (of: (source: FetchSourceView) => number) => sources.reduce((all, source) => all + of(source), 0);
  const steps = `${sum(({ ended }) => ended)} of ${counted(
    sum(({ steps }) => steps),
    "step",
  )}`;
  return `${steps}, ${counted(
    sum(({ calls }) => calls),
    "call",
  )}, ${counted(
    sum(({ files }) => files),
    "file",
  )}, ${bytesWords(sum(({ bytes }) => bytes))}`;
}

/** What could not be brought. */
export function gapLines({ gaps, gapCount }: FetchView): string[] {
  const shown = gaps.slice(0, SHOWN_GAPS);
  const rest = gapCount - shown.length;
  return [
    ...shown.map(
      ({ source, title, accountId, region, message }) =>
        `not brought: ${printable(source)}, ${printable(title)} (${accountId}, ${region}): ${printable(message)}`,
    ),
    ...(rest > 0 ? [`not brought: ${rest} more; the page “Fetch from AWS” lists them`] : []),
  ];
}

/** What a fetch has cost by Athena, of the questions that told. */
export function costLine({ athena }: FetchView): string {
  const told = athena.filter(({ scannedBytes }) => scannedBytes !== null);
  if (told.length === 0) return "";
  const bytes = told.reduce((sum, { scannedBytes }) => sum + (scannedBytes ?? 0), 0);
  return `, ${bytesWords(bytes)} read by Athena, ${dollars(told.reduce((sum, { dollars: one }) => sum + (one ?? 0), 0))}`;
}
