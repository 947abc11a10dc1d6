import Link from "next/link";
import { RowKeys } from "@/components/case/row-keys";
import { Recorded } from "@/components/coverage/recorded";
import { formatCount } from "@/components/format/format-count";
import { Bytes } from "@/components/ui/bytes";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";

const COLUMNS = [
  { name: "Instance" },
  { name: "Met by" },
  { name: "Addresses" },
  { name: "Bytes out", numeric: true },
  { name: "Bytes in", numeric: true },
  { name: "Records", numeric: true },
  { name: "Refused", numeric: true },
  { name: "Names", numeric: true },
  { name: "Calls", numeric: true },
  { name: "Elsewhere", numeric: true },
  { name: "First seen" },
];
const ADDRESSES_SHOWN = 1;

/** Where the table stands in its page, for links to it. */
export const INSTANCES_ANCHOR = "instances";
export const MATCH_NAMES = { flow: "flow", dns: "name", finding: "finding", api: "role" } as const;

export function InstanceTable({
  instances,
  href,
  behind,
}: {
  instances: readonly InstanceV1[];
  href: (id: string) => string;
  /** What was recorded at all, should there be none. */
  behind: readonly RecordedBehind[];
}) {
  return (
    <Card id={INSTANCES_ANCHOR} title="Instances" note="most bytes sent to the address first">
      {instances.length === 0 ? (
        <p className="px-3.5 py-4 text-dim">
          No instance is known to have met the address. <Recorded of={behind} />
        </p>
      ) : (
        <RowKeys of="instance">
          <Table label="Instances that met the address" columns={COLUMNS}>
            {instances.map((instance) => (
              <InstanceRow key={instance.instanceId} instance={instance} href={href(instance.instanceId)} />
            ))}
          </Table>
        </RowKeys>
      )}
    </Card>
  );
}

function InstanceRow({ instance, href }: { instance: InstanceV1; href: string }) {
  const { traffic } = instance;
  const ips = [...new Set(instance.interfaces.flatMap(({ privateIps, publicIps }) => [...privateIps, ...publicIps]))];
  const calls = instance.apiCalls.reduce((total, row) => total + row.calls, 0);
  const elsewhere = instance.offInstanceUse.reduce((total, row) => total + row.calls, 0);
  const names = instance.domains.filter((domain) => domain.resolvedToIndicator).length;
  return (
    <tr className="hover:bg-raise">
      <Cell mono>
        <Link data-row="" href={href} className="font-medium hover:underline">
          {instance.instanceId}
        </Link>
      </Cell>
      <Cell>{instance.matchedBy.map((reason) => MATCH_NAMES[reason]).join(", ")}</Cell>
      <Cell mono className="text-dim">
        <span title={ips.join(", ")}>
          {ips.slice(0, ADDRESSES_SHOWN).join(", ")}
          {ips.length > ADDRESSES_SHOWN ? ` +${ips.length - ADDRESSES_SHOWN}` : ""}
        </span>
      </Cell>
      <Cell numeric className="font-medium">
        <Bytes bytes={traffic.bytesOut} />
      </Cell>
      <Cell numeric>
        <Bytes bytes={traffic.bytesIn} />
      </Cell>
      <Cell numeric>{formatCount(traffic.flows)}</Cell>
      <Cell numeric>{formatCount(traffic.rejected)}</Cell>
      <Cell numeric>{formatCount(names)}</Cell>
      <Cell numeric>{formatCount(calls)}</Cell>
      <Cell numeric className={elsewhere > 0 ? "text-flag" : ""}>
        {formatCount(elsewhere)}
      </Cell>
      <Cell>
        {traffic.firstSeen === null ? <span className="text-faint">no traffic</span> : <When at={traffic.firstSeen} />}
      </Cell>
    </tr>
  );
}
