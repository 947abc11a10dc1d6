import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import type { CoverageV1 } from "@/lib/investigate/document.types";

/** A piece of one log's time; pieces follow each other and fill the window. */
export interface CoveragePiece {
  fromMs: number;
  toMs: number;
  /** `untold` where no row speaks of the time: it was quiet, or nothing was delivered. */
  state: CoverageV1["state"] | "untold";
}

export interface SubjectPlace {
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  instanceIds: string[];
}

/** What one log tells of one interface, VPC or trail. */
export interface SubjectCoverage extends SubjectPlace {
  source: CoverageV1["source"];
  subject: string;
  pieces: CoveragePiece[];
  /** How long each state holds, in ms. */
  lengths: Partial<Record<CoveragePiece["state"], number>>;
  /** What else is said of it: traffic that is not logged, digests. */
  notes: string[];
}

/** What outweighs what where rows overlap, the heaviest first: nothing that is missing may be hidden. */
const WEIGHT: CoveragePiece["state"][] = [
  ...(["digest-mismatch", "skipped", "digest-gap", "recorded", "no-data", "not-fetched", "absent", "untold"] as const),
];
/** What takes something away from a log that is there. */
const PARTS = ["traffic-type-not-logged", "looked-up"] as const;
/** What has more to say than its state. */
const NOTED: ReadonlySet<CoveragePiece["state"]> = new Set([
  ...PARTS,
  "absent",
  "not-fetched",
  "digest-gap",
  "digest-mismatch",
]);
const MOST_PIECES = 240;
const SOURCES: CoverageV1["source"][] = ["vpc-flow", "tgw-flow", "dns", "cloudtrail"];

const ACCOUNT_REGION = /^(\d{12}|unknown)\/([a-z0-9-]*)$/;

function placeOf(source: CoverageV1["source"], subject: string, known: SubjectPlace | undefined): SubjectPlace {
  const nowhere = { accountId: null, region: null, vpcId: null, instanceIds: [] };
  if (source === "dns") return { ...nowhere, ...known, vpcId: subject === "unknown" ? null : subject };
  if (source !== "cloudtrail") return known ?? nowhere;
  const [, accountId, region] = ACCOUNT_REGION.exec(subject) ?? [];
  return {
    ...nowhere,
    accountId: accountId === undefined || accountId === "unknown" ? null : accountId,
    region: region || null,
  };
}

/**
 * Coverage rows by what they are about, each a strip over the window. Where rows overlap the worse one shows; what is said
 * of a log as a whole (a kind of traffic that it leaves out) stands beside it. Pure; by source, then by name.
 */
export function subjectCoverage(
  rows: readonly CoverageV1[],
  places: ReadonlyMap<string, SubjectPlace>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): SubjectCoverage[] {
  return [...groupBy(rows, (row) => `${row.source} ${row.subject}`).values()]
    .flatMap((own): SubjectCoverage[] => {
      const [first] = own;
      if (!first) return [];
      const { source, subject } = first;
      const pieces = strip(own, fromMs, toMs);
      const lengths: SubjectCoverage["lengths"] = {};
      for (const piece of pieces) lengths[piece.state] = (lengths[piece.state] ?? 0) + piece.toMs - piece.fromMs;
      const said = own.flatMap(({ state, note, digests }) => [
        ...(digests === undefined ? [] : [digests]),
        ...(note !== undefined && NOTED.has(state) ? [note] : []),
      ]);
      const place = placeOf(source, subject, places.get(subject));
      return [{ source, subject, ...place, pieces: coarser(pieces, fromMs, toMs), lengths, notes: [...new Set(said)] }];
    })
    .sort((a, b) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) || compareText(a.subject, b.subject));
}

function strip(rows: readonly CoverageV1[], fromMs: number, toMs: number): CoveragePiece[] {
  if (!(fromMs < toMs)) return [];
  const edges = rows
    .flatMap(({ from, to, state }) => {
      const [begin, end] = [Math.max(Date.parse(from), fromMs), Math.min(Date.parse(to), toMs)];
      return begin < end
        ? [
            { atMs: begin, state, step: 1 },
            { atMs: end, state, step: -1 },
          ]
        : [];
    })
    .sort((a, b) => a.atMs - b.atMs);
  const open = new Map<CoveragePiece["state"], number>();
  const pieces: CoveragePiece[] = [];
  const put = (from: number, to: number) => {
    if (from >= to) return;
    const isOpen = (state: CoveragePiece["state"]) => (open.get(state) ?? 0) > 0;
    const heaviest = WEIGHT.find(isOpen) ?? "untold";
    // What a log leaves out is missing only where it recorded at all.
    const part = PARTS.find((state) => (heaviest === "recorded" || heaviest === "no-data") && isOpen(state));
    const state = part ?? heaviest;
    const last = pieces.at(-1);
    if (last?.state === state) last.toMs = to;
    else pieces.push({ fromMs: from, toMs: to, state });
  };
  let cursor = fromMs;
  for (const { atMs, state, step } of edges) {
    put(cursor, atMs);
    open.set(state, (open.get(state) ?? 0) + step);
    cursor = Math.max(cursor, atMs);
  }
  put(cursor, toMs);
  return pieces;
}

/** What a reader must not miss, the most urgent first, where a strip has no room for every piece. */
const URGENT: CoveragePiece["state"][] = [
  "digest-mismatch",
  "skipped",
  "not-fetched",
  "absent",
  "digest-gap",
  "untold",
  ...PARTS,
  "no-data",
  "recorded",
];

function coarser(pieces: CoveragePiece[], fromMs: number, toMs: number): CoveragePiece[] {
  if (pieces.length <= MOST_PIECES) return pieces;
  const edge = (column: number) => Math.round(fromMs + ((toMs - fromMs) * column) / MOST_PIECES);
  const merged: CoveragePiece[] = [];
  let start = 0;
  for (let column = 0; column < MOST_PIECES; column += 1) {
    const [from, to] = [edge(column), edge(column + 1)];
    while (start < pieces.length - 1 && (pieces[start]?.toMs ?? to) <= from) start += 1;
    let worst: CoveragePiece["state"] = "recorded";
    for (let at = start; at < pieces.length && (pieces[at]?.fromMs ?? to) < to; at += 1) {
      const state: CoveragePiece["state"] = pieces[at]?.state ?? worst;
      if (URGENT.indexOf(state) < URGENT.indexOf(worst)) worst = state;
    }
    const last = merged.at(-1);
    if (last?.state === worst) last.toMs = to;
    else merged.push({ fromMs: from, toMs: to, state: worst });
  }
  return merged;
}
