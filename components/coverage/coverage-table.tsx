import { LANES, SOURCE_WORDS } from "@/components/coverage/state-words";
import { SubjectStrip } from "@/components/coverage/subject-strip";
import { formatDuration } from "@/components/format/format-time";
import { SourceSquare } from "@/components/ui/source-square";
import { Cell, Table } from "@/components/ui/table";
import { visibleText } from "@/lib/core/visible-text";
import type { SubjectCoverage } from "@/lib/timeline/coverage/subject-coverage";

const COLUMNS = [
  { name: "Log" },
  { name: "Of" },
  { name: "Over the window" },
  { name: "Recorded", numeric: true },
  { name: "Missing", numeric: true },
  { name: "Where" },
  { name: "Instances" },
];

/** One row a log and what it is of, as strips that stand one under the other. */
export function CoverageTable({ rows }: { rows: readonly SubjectCoverage[] }) {
  return (
    <Table label="Coverage by log" columns={COLUMNS}>
      {rows.map((row) => (
        <CoverageRow key={`${row.source} ${row.subject}`} row={row} />
      ))}
    </Table>
  );
}

function CoverageRow({ row }: { row: SubjectCoverage }) {
  const { source, subject, pieces, lengths, notes, vpcId, accountId, region, instanceIds } = row;
  const of = LANES[source];
  const lengthOf = (states: readonly (keyof typeof lengths)[]) =>
    states.reduce((sum, state) => sum + (lengths[state] ?? 0), 0);
  const missing = lengthOf(["absent", "skipped", "not-fetched", "digest-gap", "digest-mismatch"]);
  const recorded = lengthOf(["recorded", "no-data", "traffic-type-not-logged", "looked-up"]);
  return (
    <tr className="hover:bg-raise">
      <Cell>
        <span className="inline-flex items-center gap-2">
          <SourceSquare of={of} />
          {SOURCE_WORDS[source]}
        </span>
      </Cell>
      <Cell mono className="font-medium">
        {subject}
      </Cell>
      <Cell wrap className="w-full min-w-44 max-w-[60rem]">
        <SubjectStrip pieces={pieces} of={of} name={`${SOURCE_WORDS[source]}, ${subject}`} />
        {notes.map((note) => (
          <p key={note} className="mt-1 text-sm text-warn">
            {visibleText(note)}
          </p>
        ))}
      </Cell>
      <Cell numeric>{recorded === 0 ? "none" : formatDuration(recorded)}</Cell>
      <Cell numeric className={missing > 0 ? "text-warn" : "text-faint"}>
        {missing === 0 ? "none known" : formatDuration(missing)}
      </Cell>
      <Cell mono className="text-dim">
        {vpcId === null ? null : <p>{visibleText(vpcId)}</p>}
        <p>{visibleText([accountId, region].filter((part) => part !== null).join(" "))}</p>
      </Cell>
      <Cell mono className="max-w-40 truncate text-dim min-[1600px]:max-w-72">
        <span title={visibleText(instanceIds.join(" "))}>{visibleText(instanceIds.join(" "))}</span>
      </Cell>
    </tr>
  );
}
