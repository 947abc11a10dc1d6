import { Recorded } from "@/components/coverage/recorded";
import { formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";

export interface NameAskerRow {
  asked: string;
  instanceId: string | null;
  sourceIp: string | null;
  type: string;
  rcode: string;
  queries: number;
  firstMs: number;
  lastMs: number;
}

const COLUMNS = [
  { name: "Asked by" },
  { name: "Name" },
  { name: "Type" },
  { name: "Answer" },
  { name: "Queries", numeric: true },
  { name: "First" },
  { name: "Last" },
];

/** A flagged name for which no answer in the evidence gives an address: who asked for it all the same. */
export function SilentNameCard({
  name,
  askers,
  isLogged,
  behind,
}: {
  name: string;
  askers: readonly NameAskerRow[];
  /** Whether there is any resolver log at all. */
  isLogged: boolean;
  behind: RecordedBehind;
}) {
  return (
    <Card
      title={
        <>
          No address for <span className="mono text-flag">{name}</span>
        </>
      }
    >
      <p className="px-3.5 py-3 text-dim">
        {isLogged
          ? "No answer in the resolver logs of this case gives an address for this name or one below it, so there is no address to look for in flow logs."
          : "There is no resolver query log in this case, so the addresses of this name are unknown. Load one, or flag the addresses themselves."}
        {isLogged && askers.length === 0 ? " Nobody asked for it in what was recorded." : ""}{" "}
        {isLogged ? <Recorded of={behind} /> : null}
      </p>
      {askers.length === 0 ? null : (
        <Table label={`Who asked for ${name}`} columns={COLUMNS}>
          {askers.map((row) => (
            <tr key={JSON.stringify([row.asked, row.instanceId, row.sourceIp, row.type, row.rcode])}>
              <Cell mono className="font-medium">
                {row.instanceId ?? row.sourceIp ?? "unknown"}
                {row.instanceId !== null && row.sourceIp !== null ? (
                  <span className="ml-2 font-normal text-dim">{row.sourceIp}</span>
                ) : null}
              </Cell>
              <Cell mono>{row.asked}</Cell>
              <Cell>{row.type}</Cell>
              <Cell className={row.rcode === "NOERROR" ? "" : "text-warn"}>
                {row.rcode === "NOERROR" ? "NOERROR, no address" : row.rcode}
              </Cell>
              <Cell numeric>{formatCount(row.queries)}</Cell>
              <Cell>
                <When at={row.firstMs} />
              </Cell>
              <Cell>
                <When at={row.lastMs} />
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
