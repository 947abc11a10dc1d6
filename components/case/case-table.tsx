import Link from "next/link";
import { RowKeys } from "@/components/case/row-keys";
import { exactBytes, formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { stateName } from "@/lib/cases/case-state";

export interface CaseTableRow {
  id: string;
  title: string;
  state: string;
  indicators: string[];
  /** Null where no investigation of the present evidence was made yet. */
  instances: number | null;
  bytesOut: number | null;
  records: number;
  files: number;
  loading: boolean;
  updatedAt: Date;
}

const COLUMNS = [
  { name: "Case" },
  { name: "Indicators" },
  { name: "State" },
  { name: "Instances", numeric: true },
  { name: "Bytes out", numeric: true },
  { name: "Records", numeric: true },
  { name: "Last activity" },
];
const INDICATORS_SHOWN = 3;

export function CaseTable({ cases, older }: { cases: readonly CaseTableRow[]; older: string | null }) {
  return (
    <Card>
      <RowKeys of="case">
        <Table label="Cases" columns={COLUMNS}>
          {cases.map((row) => (
            <CaseRow key={row.id} row={row} />
          ))}
        </Table>
      </RowKeys>
      {older === null ? null : (
        <p className="border-line border-t px-3.5 py-2">
          <Link href={older} className="text-flow underline">
            Older cases
          </Link>
        </p>
      )}
    </Card>
  );
}

function CaseRow({ row }: { row: CaseTableRow }) {
  return (
    <tr className={`hover:bg-raise ${row.state === "closed" || row.state === "archived" ? "text-dim" : ""}`}>
      <Cell wrap className="min-w-48 max-w-[34rem] break-words">
        <Link data-row="" href={`/cases/${row.id}`} className="font-medium hover:underline">
          {row.title}
        </Link>
      </Cell>
      <Cell>
        <span className="flex flex-wrap gap-1.5">
          {row.indicators.slice(0, INDICATORS_SHOWN).map((value) => (
            <Chip key={value} tone="flag" mono title={value}>
              <span className="max-w-56 truncate">{value}</span>
            </Chip>
          ))}
          {row.indicators.length > INDICATORS_SHOWN ? (
            <Chip title={row.indicators.join(", ")}>{row.indicators.length - INDICATORS_SHOWN} more</Chip>
          ) : null}
          {row.indicators.length === 0 ? <span className="text-faint">none set</span> : null}
        </span>
      </Cell>
      <Cell>{row.loading ? <Chip tone="warn">Loading evidence</Chip> : <Chip>{stateName(row.state)}</Chip>}</Cell>
      <Cell numeric>
        {row.instances === null ? (
          <Unknown row={row} />
        ) : (
          <span title={`${countOf(row.instances, "instance")} met what is flagged`}>{formatCount(row.instances)}</span>
        )}
      </Cell>
      <Cell numeric>
        {row.bytesOut === null ? (
          <Unknown row={row} />
        ) : (
          <span title={`${exactBytes(row.bytesOut)}, sent to what is flagged`}>{formatBytes(row.bytesOut)}</span>
        )}
      </Cell>
      <Cell numeric>
        <span title={`in ${countOf(row.files, "file")}`}>{formatCount(row.records)}</span>
      </Cell>
      <Cell>
        <When at={Math.floor(row.updatedAt.getTime() / 1000) * 1000} />
      </Cell>
    </tr>
  );
}

/** Not zero: nobody has asked yet. */
function Unknown({ row }: { row: CaseTableRow }) {
  const reason =
    row.files === 0
      ? "No evidence is loaded yet"
      : row.indicators.length === 0
        ? "Nothing is flagged in this case"
        : "Not worked out yet for the present evidence and window: open the case";
  return (
    <span title={reason} className="text-faint">
      <span aria-hidden="true">–</span>
      <span className="sr-only">unknown: {reason}</span>
    </span>
  );
}
