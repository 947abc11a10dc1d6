import { formatCount } from "@/components/format/format-count";
import { Bytes } from "@/components/ui/bytes";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

const COLUMNS = [
  { name: "Interface" },
  { name: "Bytes out", numeric: true },
  { name: "Bytes in", numeric: true },
  { name: "Records", numeric: true },
  { name: "Refused", numeric: true },
  { name: "First seen" },
];

export function UnattributedCard({ rows }: { rows: InvestigationV1["unattributed"] }) {
  return (
    <Card title="Unattributed" note="interfaces that met the address and belong to no known instance">
      {rows.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">None: all traffic with the address has its instance.</p>
      ) : (
        <Table label="Unattributed interfaces" columns={COLUMNS}>
          {rows.map(({ interfaceId, traffic }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several rows can have no interface id, and they never move
            <tr key={`${interfaceId} ${index}`}>
              <Cell mono>{interfaceId ?? "no interface id"}</Cell>
              <Cell numeric>
                <Bytes bytes={traffic.bytesOut} />
              </Cell>
              <Cell numeric>
                <Bytes bytes={traffic.bytesIn} />
              </Cell>
              <Cell numeric>{formatCount(traffic.flows)}</Cell>
              <Cell numeric>{formatCount(traffic.rejected)}</Cell>
              <Cell>{traffic.firstSeen === null ? null : <When at={traffic.firstSeen} />}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
