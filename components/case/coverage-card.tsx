import Link from "next/link";
import { CoverageBar } from "@/components/case/coverage-bar";
import { coverageStrip } from "@/components/case/coverage-strip";
import { GapChip } from "@/components/case/gap-chip";
import { type SourceCoverage, summariseCoverage } from "@/components/case/summarise-coverage";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { SourceSquare } from "@/components/ui/source-square";
import { Span } from "@/components/ui/when";
import type { CoverageV1 } from "@/lib/investigate/document.types";

const MISSING_SHOWN = 6;
/** A log begins with its first record, not with the window: so little of it is no gap to speak of. */
const NEGLIGIBLE = 0.005;

const SUBJECTS = { flow: "interface", dns: "VPC", api: "trail" } as const;

/** What the evidence can and cannot show, one bar a source; a missing row is a fact, an empty lane is not. */
export function CoverageCard({
  coverage,
  window,
  href,
}: {
  coverage: readonly CoverageV1[];
  window: { from: string | null; to: string | null };
  /** Where each log has a strip of its own. */
  href: string;
}) {
  const sources = summariseCoverage(coverage);
  const [fromMs, toMs] = [Date.parse(window.from ?? ""), Date.parse(window.to ?? "")];
  return (
    <Card
      id="coverage"
      title="Coverage"
      note={
        <span className="flex flex-wrap items-center gap-x-3">
          what the logs can and cannot show in the window
          <Link href={href} prefetch={false} className="text-flow underline">
            Each log by itself
          </Link>
          {sources.length === 0 ? null : <Legend />}
        </span>
      }
    >
      {sources.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">No log covers any part of the window.</p>
      ) : (
        <ul className="divide-y divide-soft">
          {sources.map((row) => (
            <SourceRow
              key={row.source}
              row={row}
              rows={coverage.filter(({ source }) => source === row.source)}
              fromMs={fromMs}
              toMs={toMs}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function SourceRow({
  row,
  rows,
  fromMs,
  toMs,
}: {
  row: SourceCoverage;
  rows: readonly CoverageV1[];
  fromMs: number;
  toMs: number;
}) {
  const missing = row.missing.slice(0, MISSING_SHOWN);
  const pieces = coverageStrip(rows, fromMs, toMs);
  const untoldMs = pieces.reduce((sum, piece) => sum + (piece.told < piece.of ? piece.toMs - piece.fromMs : 0), 0);
  const isWhole = untoldMs < (toMs - fromMs) * NEGLIGIBLE;
  return (
    <li className="grid gap-x-4 gap-y-1.5 px-3.5 py-2 md:grid-cols-[190px_minmax(0,1fr)]">
      <span className="inline-flex items-center gap-2 self-start">
        <SourceSquare of={row.lane} />
        {row.name}
      </span>
      <div className="grid min-w-0 gap-1.5">
        <CoverageBar pieces={pieces} of={row.lane} name={row.name} />
        <p className="flex flex-wrap items-center gap-1.5 text-dim text-sm">
          <span>
            {countOf(row.subjects, SUBJECTS[row.lane])}:{" "}
            {row.recorded ? (
              <>
                recorded <Span {...row.recorded} />
              </>
            ) : (
              "nothing recorded"
            )}
          </span>
          {missing.map((gap) => (
            <GapChip key={`${gap.subject} ${gap.fromMs}`} gap={gap} />
          ))}
          {row.missing.length > missing.length ? (
            <Chip>{countOf(row.missing.length - missing.length, "more gap")}</Chip>
          ) : null}
          {row.missing.length > 0 ? null : (
            <span className="text-faint">
              {isWhole ? "no known gap" : "where it is hatched nothing was logged: it was quiet, or not recorded"}
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

function Legend() {
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-faint text-xs">
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className="h-2 w-4 rounded-xs bg-dim/70" /> recorded, as high as the share of subjects
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className="hatched h-2 w-4 rounded-xs" /> not recorded
      </span>
    </span>
  );
}
