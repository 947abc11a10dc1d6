import { summariseCoverage } from "@/components/case/summarise-coverage";
import { countOf } from "@/components/format/format-count";
import { formatDuration, formatSpan } from "@/components/format/format-time";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { SourceSquare } from "@/components/ui/source-square";
import { Cell, Table } from "@/components/ui/table";
import type { CoverageV1 } from "@/lib/investigate/document.types";

const COLUMNS = [
  { name: "Source" },
  { name: "Subjects", numeric: true },
  { name: "Recorded" },
  { name: "What is missing" },
];
const MISSING_SHOWN = 6;

const STATE_NAMES: Record<string, string> = {
  absent: "no log",
  skipped: "records skipped",
  "digest-gap": "digest gap",
  "traffic-type-not-logged": "traffic type not logged",
};

/** What the evidence can and cannot show, one row a source; a missing row is a fact, an empty lane is not. */
export function CoverageCard({ coverage }: { coverage: readonly CoverageV1[] }) {
  const sources = summariseCoverage(coverage);
  return (
    <Card title="Coverage" note="what the logs can and cannot show in the window">
      {sources.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">No log covers any part of the window.</p>
      ) : (
        <Table label="Coverage by source" columns={COLUMNS}>
          {sources.map((row) => (
            <tr key={row.source}>
              <Cell>
                <span className="inline-flex items-center gap-2">
                  <SourceSquare of={row.lane} />
                  {row.name}
                </span>
              </Cell>
              <Cell numeric>{row.subjects}</Cell>
              <Cell className="text-dim">
                {row.recorded ? formatSpan(row.recorded.fromMs, row.recorded.toMs) : "nothing"}
              </Cell>
              <Cell wrap className="min-w-[280px]">
                <span className="flex flex-wrap gap-1.5">
                  {row.missing.slice(0, MISSING_SHOWN).map((gap) => (
                    <Chip
                      key={`${gap.subject} ${gap.fromMs}`}
                      tone="warn"
                      title={`${gap.subject}, ${formatSpan(gap.fromMs, gap.toMs)}`}
                    >
                      <span className="font-mono">{gap.subject}</span>
                      {STATE_NAMES[gap.state] ?? gap.state}, {formatDuration(gap.toMs - gap.fromMs)}
                    </Chip>
                  ))}
                  {row.missing.length > MISSING_SHOWN ? (
                    <Chip>{countOf(row.missing.length - MISSING_SHOWN, "more gap")}</Chip>
                  ) : null}
                  {row.missing.length === 0 ? <span className="text-faint">no known gap</span> : null}
                </span>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
