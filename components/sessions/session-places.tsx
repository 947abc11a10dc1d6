import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { ORIGINS } from "@/components/sessions/session-words";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { PlaceView } from "@/lib/timeline/sessions/session-view.types";

const COLUMNS = [
  { name: "Called from" },
  { name: "That is" },
  { name: "Calls", numeric: true },
  { name: "Denied", numeric: true },
  { name: "Keys", numeric: true },
  { name: "First call" },
  { name: "Last call" },
  { name: "User agents" },
];

/** Where a session was used from. */
export function SessionPlaces({ places, total }: { places: readonly PlaceView[]; total: number }) {
  if (places.length === 0) return null;
  const note = places.length < total ? `the first ${places.length} of ${formatCount(total)}` : "elsewhere first";
  return (
    <Card title="Used from" note={note}>
      <div className="max-h-[420px] overflow-y-auto">
        <Table label="Places the session was used from" columns={COLUMNS}>
          {places.map((place) => (
            <tr
              key={`${place.source} ${place.vpcEndpointId} ${place.origin} ${place.basis}`}
              className="hover:bg-raise"
            >
              <Cell mono className="font-medium">
                {place.source === null ? (
                  <span className="text-faint">not given</span>
                ) : (
                  <PivotLink pivot={{ field: "from", value: place.source }} />
                )}
              </Cell>
              <Cell className={isElsewhere(place) ? "text-flag" : "text-dim"}>{placeWords(place)}</Cell>
              <Cell numeric>{formatCount(place.calls)}</Cell>
              <Cell numeric>{formatCount(place.denied)}</Cell>
              <Cell numeric>{formatCount(place.keys)}</Cell>
              <Cell>
                <When at={place.firstMs} />
              </Cell>
              <Cell>
                <When at={place.lastMs} />
              </Cell>
              <Cell className="max-w-96 text-dim">
                <span title={visibleText(place.userAgents.join("\n"), { lines: true })} className="block truncate">
                  {visibleText(place.userAgents.join(", "))}
                </span>
              </Cell>
            </tr>
          ))}
        </Table>
      </div>
    </Card>
  );
}

function isElsewhere({ origin, basis }: PlaceView): boolean {
  return basis === "known" && (origin === "foreign-address" || origin === "foreign-endpoint");
}

function placeWords({ origin, basis, vpcEndpointId }: PlaceView): string {
  if (origin === null) return vpcEndpointId === null ? "" : `through ${vpcEndpointId}`;
  const words = basis === "assumed" && origin !== "usual" ? `${ORIGINS[origin]} than most calls` : ORIGINS[origin];
  return vpcEndpointId === null ? words : `${words} (${vpcEndpointId})`;
}
