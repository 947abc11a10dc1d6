import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { NetworkPage } from "@/lib/timeline/network/network.types";

const COLUMNS = [{ name: "Name" }, { name: "Answers" }, { name: "First asked" }, { name: "Last asked" }];

/** Names that were resolved and whose addresses were never met. */
export function UnusedNames({ unused }: { unused: NonNullable<NetworkPage["unused"]> }) {
  if (unused.total === 0) return null;
  const note = `${unused.names.length < unused.total ? `the last ${unused.names.length} of ` : ""}${formatCount(unused.total)}, over all evidence; as far as the flow logs reach`;
  return (
    <Card title="Resolved and never contacted" note={note}>
      <Table label="Names that were resolved and never contacted" columns={COLUMNS}>
        {unused.names.map(({ name, addresses, firstMs, lastMs }) => (
          <tr key={name} className="hover:bg-raise">
            <Cell mono className="max-w-96">
              <span className="block truncate">
                <PivotLink pivot={{ field: "domain", value: name }} />
              </span>
            </Cell>
            <Cell mono className="text-dim">
              {addresses.join(", ")}
            </Cell>
            <Cell>
              <When at={firstMs} />
            </Cell>
            <Cell>
              <When at={lastMs} />
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
