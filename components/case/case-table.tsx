import Link from "next/link";
import { countOf, formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";

export interface CaseTableRow {
  id: string;
  title: string;
  state: string;
  indicators: string[];
  instances: number;
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
  { name: "Records", numeric: true },
  { name: "Last change" },
];
const INDICATORS_SHOWN = 3;

export function CaseTable({ cases }: { cases: readonly CaseTableRow[] }) {
  return (
    <Card>
      <Table label="Cases" columns={COLUMNS}>
        {cases.map((row) => (
          <tr key={row.id} className="hover:bg-raise">
            <Cell wrap className="min-w-48">
              <Link href={`/cases/${row.id}`} className="font-medium hover:underline">
                {row.title}
              </Link>
            </Cell>
            <Cell>
              <span className="flex flex-wrap gap-1.5">
                {row.indicators.slice(0, INDICATORS_SHOWN).map((value) => (
                  <Chip key={value} tone="flag" mono>
                    {value}
                  </Chip>
                ))}
                {row.indicators.length > INDICATORS_SHOWN ? (
                  <Chip title={row.indicators.join(", ")}>{row.indicators.length - INDICATORS_SHOWN} more</Chip>
                ) : null}
                {row.indicators.length === 0 ? <span className="text-faint">none set</span> : null}
              </span>
            </Cell>
            <Cell>{row.loading ? <Chip tone="warn">Loading evidence</Chip> : <Chip>{stateName(row.state)}</Chip>}</Cell>
            <Cell numeric>{formatCount(row.instances)}</Cell>
            <Cell numeric>
              <span title={`in ${countOf(row.files, "file")}`}>{formatCount(row.records)}</span>
            </Cell>
            <Cell>
              <When at={Math.floor(row.updatedAt.getTime() / 1000) * 1000} />
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function stateName(state: string): string {
  return state.charAt(0).toUpperCase() + state.slice(1);
}
