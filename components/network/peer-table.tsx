import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { networkHref } from "@/components/network/network-links";
import { labelWords, serviceWords } from "@/components/network/service-words";
import { PivotLink } from "@/components/search/pivot-link";
import { fullPeerName, shortPeerName } from "@/components/timeline/peer-name-words";
import { Bytes } from "@/components/ui/bytes";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Cell } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { NetworkPage, PeerRow } from "@/lib/timeline/network/network.types";
import type { NetworkSearch, PeerSort } from "@/lib/timeline/network/network-search";

const COLUMNS: { name: string; sort?: PeerSort; rising?: boolean; numeric?: boolean }[] = [
  { name: "Peer", sort: "peer", rising: true },
  { name: "Name" },
  { name: "Who that is" },
  { name: "Services" },
  { name: "Bytes out", sort: "bytesOut", numeric: true },
  { name: "Bytes in", sort: "bytesIn", numeric: true },
  { name: "Connections", sort: "connections", numeric: true },
  { name: "Accepted", sort: "accepted", numeric: true },
  { name: "Refused", sort: "rejected", numeric: true },
  { name: "First seen", sort: "first", rising: true },
  { name: "Last seen", sort: "last" },
];

export interface PeerTableProps {
  path: string;
  search: NetworkSearch;
  ip: string | undefined;
  page: NetworkPage;
  perPage: number;
}

/** The far addresses of an instance, a page of them; headings sort, addresses lead to everything with them. */
export function PeerTable({ path, search, ip, page, perPage }: PeerTableProps) {
  const first = (search.page - 1) * perPage;
  const note = `${formatCount(first + 1)} to ${formatCount(first + page.peers.length)} of ${formatCount(page.total)}`;
  return (
    <Card id="peers" title="Peers" note={note}>
      <ScrollRegion label="Peers of the instance" className="overflow-x-auto">
        <table className="w-full border-collapse">
          <caption className="sr-only">Peers of the instance</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Head key={column.name} column={column} path={path} search={search} ip={ip} />
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-0">
            {page.peers.map((row) => (
              <Row key={row.ip} row={row} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {page.total <= perPage ? null : (
        <nav aria-label="Pages of peers" className="flex gap-3 border-line border-t px-3.5 py-2">
          {search.page > 1 ? (
            <Link className="hover:underline" href={networkHref(path, search, ip, { page: search.page - 1 })}>
              Previous {perPage}
            </Link>
          ) : null}
          {first + page.peers.length < page.total ? (
            <Link className="hover:underline" href={networkHref(path, search, ip, { page: search.page + 1 })}>
              Next {perPage}
            </Link>
          ) : null}
        </nav>
      )}
    </Card>
  );
}

function Head({
  column: { name, sort, rising = false, numeric },
  path,
  search,
  ip,
}: { column: (typeof COLUMNS)[number] } & Pick<PeerTableProps, "path" | "search" | "ip">) {
  const on = sort !== undefined && search.sort === sort;
  const isRising = rising !== (search.turned === "1");
  const look = `h-7 whitespace-nowrap border-line border-b px-2.5 text-faint first:pl-3.5 last:pr-3.5 text-xs ${numeric ? "text-right" : ""}`;
  return (
    <th scope="col" className={look} aria-sort={on ? (isRising ? "ascending" : "descending") : undefined}>
      {sort === undefined ? (
        name
      ) : (
        <Link
          href={networkHref(path, search, ip, { sort, turned: on && search.turned !== "1" ? "1" : undefined })}
          className={`hover:text-text ${on ? "text-text" : ""}`}
        >
          {name}
          <span aria-hidden="true">{on ? (isRising ? " ↑" : " ↓") : ""}</span>
        </Link>
      )}
    </th>
  );
}

/** Day and clock one under the other where there is no room beside each other. */
const TIME_LOOK = "min-w-20 [&_time]:whitespace-normal min-[1440px]:[&_time]:whitespace-nowrap";

function Row({ row }: { row: PeerRow }) {
  const name = shortPeerName(row.name);
  const marks = [...row.label.listed, ...row.listedName];
  const label = visibleText(labelWords(row));
  const services = serviceWords(row);
  const later = row.namedLater ? `First met before any answer named it. At its last flow: ` : "";
  return (
    <tr className="hover:bg-raise">
      <Cell mono className="font-medium">
        <span className="inline-flex items-center gap-2">
          <PivotLink pivot={{ field: "ip", value: row.ip }} />
          {marks.length > 0 ? (
            <Chip tone="flag" title={marks.map(({ value, list, note }) => `${value}, ${list}: ${note}`).join("\n")}>
              listed
            </Chip>
          ) : null}
        </span>
      </Cell>
      <Cell className="max-w-44 min-[1600px]:max-w-72">
        <span
          className={`block truncate ${row.name.grade === "instance" ? "" : "text-dim"}`}
          title={visibleText(`${later}${fullPeerName(row.name, row.namedAtMs)}`)}
        >
          {name ?? "not known"}
          {row.namedLater ? <span className="text-dim"> (only later)</span> : null}
        </span>
      </Cell>
      <Cell className="max-w-44 text-dim min-[1600px]:max-w-64">
        <span className="block truncate" title={label}>
          {label}
        </span>
      </Cell>
      <Cell className="max-w-36 text-dim min-[1600px]:max-w-52">
        <span className="block truncate" title={services}>
          {services}
        </span>
      </Cell>
      <Cell numeric>
        <Bytes bytes={row.bytesOut} />
      </Cell>
      <Cell numeric>
        <Bytes bytes={row.bytesIn} />
      </Cell>
      <Cell numeric>{formatCount(row.connections)}</Cell>
      <Cell numeric>{formatCount(row.accepted)}</Cell>
      <Cell numeric>{formatCount(row.rejected)}</Cell>
      <Cell wrap className={TIME_LOOK}>
        <When at={row.firstMs} />
      </Cell>
      <Cell wrap className={TIME_LOOK}>
        <When at={row.lastMs} />
      </Cell>
    </tr>
  );
}
