import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";

export interface AuditTableRow {
  id: string;
  atMs: number;
  actor: string;
  action: string;
  caseId: string | null;
  caseTitle: string | null;
  subject: string | null;
  detail: Record<string, unknown>;
  hash: string;
}

const COLUMNS = [
  { name: "No.", numeric: true },
  { name: "Time" },
  { name: "Who" },
  { name: "What" },
  { name: "Case" },
  { name: "Subject" },
  { name: "Detail" },
  { name: "Hash" },
];

export function AuditTable({ entries, older }: { entries: readonly AuditTableRow[]; older: string | null }) {
  return (
    <Card title="Entries" note="the newest first">
      <Table label="Audit entries" columns={COLUMNS}>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <Cell numeric>{entry.id}</Cell>
            <Cell>
              <When at={entry.atMs} />
            </Cell>
            <Cell>{entry.actor}</Cell>
            <Cell className="font-medium">{entry.action}</Cell>
            <Cell>
              {entry.caseTitle === null || entry.caseId === null ? (
                <span className="text-faint">{entry.caseId === null ? "" : "removed"}</span>
              ) : (
                <Link href={`/cases/${entry.caseId}`} className="hover:underline">
                  {entry.caseTitle}
                </Link>
              )}
            </Cell>
            <Cell wrap className="max-w-64 break-words">
              {entry.subject ?? ""}
            </Cell>
            <Cell wrap className="max-w-96 break-words text-dim">
              {detailText(entry.detail)}
            </Cell>
            <Cell mono className="text-faint">
              <span title={entry.hash}>{entry.hash.slice(0, 12)}</span>
            </Cell>
          </tr>
        ))}
      </Table>
      {older === null ? null : (
        <p className="px-3.5 py-2">
          <Link href={older} className="text-flow hover:underline">
            Older entries
          </Link>
        </p>
      )}
    </Card>
  );
}

function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(", ");
}

function valueText(value: unknown): string {
  if (typeof value === "number") return formatCount(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}
