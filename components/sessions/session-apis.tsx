import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ApiView } from "@/lib/timeline/sessions/session-view.types";

const COLUMNS = [
  { name: "Call" },
  { name: "Service" },
  { name: "Calls", numeric: true },
  { name: "Denied", numeric: true },
  { name: "Changes", numeric: true },
  { name: "First call" },
  { name: "First for role and account?" },
];

/** The APIs a session called, those that its role never called before first. */
export function SessionApis({ apis, total }: { apis: readonly ApiView[]; total: number }) {
  const note = apis.length < total ? `the first ${apis.length} of ${formatCount(total)}` : undefined;
  return (
    <Card title="Calls by API" note={note}>
      {apis.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">No call with it is in the evidence.</p>
      ) : (
        <div className="max-h-[420px] overflow-y-auto">
          <Table label="Calls by API" columns={COLUMNS}>
            {apis.map((api) => (
              <tr key={`${api.eventSource} ${api.eventName}`} className="hover:bg-raise">
                <Cell className="font-medium">
                  <PivotLink pivot={{ field: "api", value: api.eventName }} />
                </Cell>
                <Cell className="text-dim">{visibleText(api.eventSource.replace(/\.amazonaws\.com$/, ""))}</Cell>
                <Cell numeric>{formatCount(api.calls)}</Cell>
                <Cell numeric className={api.denied > 0 ? "text-flag" : ""}>
                  {formatCount(api.denied)}
                </Cell>
                <Cell numeric>{formatCount(api.changes)}</Cell>
                <Cell>
                  <When at={api.firstMs} />
                </Cell>
                <Cell className={api.isNew ? "text-warn" : "text-dim"}>{claimWords(api)}</Cell>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Card>
  );
}

/** A claim says what stands behind it; without enough, none is made. */
function claimWords({ isNew, history }: ApiView): string {
  const behind = `${history.days.toFixed(1)} days and ${formatCount(history.calls)} calls before`;
  if (isNew === false) return "no";
  return isNew ? `first; ${behind}` : `too little history to say: ${behind}`;
}
