import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { stateName } from "@/lib/cases/case-state";
import type { DueCase } from "@/lib/timeline/life/read-retention";

const COLUMNS = [{ name: "Case" }, { name: "State" }, { name: "Closed" }, { name: "Purged from" }];

/** Closed cases whose time is nearly up. */
export function DueCases({ due, warningDays }: { due: readonly DueCase[]; warningDays: number }) {
  return (
    <Card title="Due" note={`within ${warningDays} days`}>
      {due.length === 0 ? (
        <p className="px-3.5 py-2.5 text-dim">No closed case is due within {warningDays} days.</p>
      ) : (
        <Table label="Cases that are due" columns={COLUMNS}>
          {due.map((row) => (
            <tr key={row.id} className="hover:bg-raise">
              <Cell wrap className="min-w-40 font-medium">
                {row.title}
              </Cell>
              <Cell>{stateName(row.state)}</Cell>
              <Cell>
                <When at={row.closedMs} />
              </Cell>
              <Cell>
                {row.holdReason === null ? (
                  <When at={row.dueMs} />
                ) : (
                  <Chip tone="warn" title={row.holdReason}>
                    Legal hold: it stays
                  </Chip>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
