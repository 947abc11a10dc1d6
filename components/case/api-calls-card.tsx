import { Recorded } from "@/components/coverage/recorded";
import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ApiCallV1 } from "@/lib/investigate/document.types";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";

const COLUMNS = [
  { name: "Call" },
  { name: "Service" },
  { name: "Region" },
  { name: "Calls", numeric: true },
  { name: "Denied or failed", numeric: true },
  { name: "Errors" },
  { name: "First seen" },
  { name: "Last seen" },
];

/** API calls added up, as the document lists them. */
export function ApiCallsCard({
  title,
  note,
  none,
  calls,
  behind,
}: {
  title: string;
  note?: string;
  none: string;
  calls: readonly ApiCallV1[];
  behind: RecordedBehind;
}) {
  return (
    <Card title={title} note={note}>
      {calls.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          {none} <Recorded of={behind} />
        </p>
      ) : (
        <div className="max-h-[420px] overflow-y-auto">
          <Table label={title} columns={COLUMNS}>
            {calls.map((call) => (
              <tr key={`${call.eventSource} ${call.eventName} ${call.region} ${call.readOnly}`}>
                <Cell className="font-medium">
                  <PivotLink pivot={{ field: "api", value: call.eventName }} />
                </Cell>
                <Cell className="text-dim">
                  <span title={visibleText(call.eventSource)}>
                    {visibleText(call.eventSource.replace(/\.amazonaws\.com$/, ""))}
                  </span>
                </Cell>
                <Cell className="text-dim">{call.region}</Cell>
                <Cell numeric>{formatCount(call.calls)}</Cell>
                <Cell numeric className={call.errors > 0 ? "text-flag" : ""}>
                  {formatCount(call.errors)}
                </Cell>
                <Cell className="text-dim">{call.errorCodes.join(", ")}</Cell>
                <Cell>
                  <When at={call.firstSeen} />
                </Cell>
                <Cell>
                  <When at={call.lastSeen} />
                </Cell>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Card>
  );
}
