import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";

export interface NamedAddress {
  name: string;
  answers: readonly { ip: string; asked: string; queries: number; firstMs: number; lastMs: number }[];
}

const COLUMNS = [
  { name: "Flagged name" },
  { name: "Address" },
  { name: "Answer to" },
  { name: "Queries", numeric: true },
  { name: "First answer" },
  { name: "Last answer" },
];

/** Which flagged name gave which address, over all of the evidence. */
export function NamedAddressesCard({
  names,
  ip,
  href,
}: {
  names: readonly NamedAddress[];
  ip: string | null;
  href: (ip: string) => string;
}) {
  const rows = names.flatMap(({ name, answers }) => answers.map((answer) => ({ name, ...answer })));
  if (rows.length === 0) return null;
  return (
    <Card
      title="Addresses of the flagged names"
      note="as resolver answers gave them, the names below and their aliases included"
    >
      <div className="max-h-72 overflow-y-auto">
        <Table label="Addresses of the flagged names" columns={COLUMNS}>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.ip}`} className="hover:bg-raise">
              <Cell mono>
                <PivotLink pivot={{ field: "domain", value: row.name }} />
              </Cell>
              <Cell mono>
                <Link
                  href={href(row.ip)}
                  aria-current={row.ip === ip ? "true" : undefined}
                  className="font-medium hover:underline aria-[current]:text-flag"
                >
                  {row.ip}
                </Link>
              </Cell>
              <Cell mono className="text-dim">
                <PivotLink pivot={{ field: "domain", value: row.asked }} />
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
      </div>
    </Card>
  );
}
