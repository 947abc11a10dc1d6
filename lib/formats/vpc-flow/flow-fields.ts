import { KNOWN_COLUMNS } from "@/lib/formats/vpc-flow/columns";

/** Names that tables, exports and Logs Insights give to columns, beside AWS's own without its hyphens. */
const ALIASES = new Map(
  Object.entries({
    account: "account-id",
    owner: "account-id",
    awsaccountid: "account-id",
    awsregion: "region",
    eni: "interface-id",
    eniid: "interface-id",
    networkinterfaceid: "interface-id",
    sourceaddress: "srcaddr",
    sourceaddr: "srcaddr",
    sourceip: "srcaddr",
    srcip: "srcaddr",
    destinationaddress: "dstaddr",
    destinationaddr: "dstaddr",
    destaddr: "dstaddr",
    destinationip: "dstaddr",
    destip: "dstaddr",
    dstip: "dstaddr",
    sourceport: "srcport",
    destinationport: "dstport",
    destport: "dstport",
    numpackets: "packets",
    numbytes: "bytes",
    starttime: "start",
    endtime: "end",
    status: "log-status",
    pktsourceaddress: "pkt-srcaddr",
    pktdestinationaddress: "pkt-dstaddr",
    direction: "flow-direction",
  }),
);

const squash = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
const BY_SQUASHED = new Map([...KNOWN_COLUMNS].map((name) => [squash(name), name]));

/** How a table is cut into folders: no part of a record. */
const PARTITIONS: ReadonlySet<string> = new Set(["year", "month", "day", "hour", "date", "aws-service", "partition"]);

/** AWS's own name of a column, whatever a table calls it (`srcAddr`, `pkt_srcaddr`, `sourceaddress`). */
function flowField(name: string): string {
  const bare = squash(name);
  return (
    BY_SQUASHED.get(bare) ??
    ALIASES.get(bare) ??
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
  );
}

/** AWS's names of a table's columns, in the same places; null where most are no columns of a flow log. */
export function flowFields(names: readonly string[]): string[] | null {
  const fields = names.map((name) => (name.startsWith("@") ? name : flowField(name)));
  const own = fields.filter((field) => !field.startsWith("@") && !PARTITIONS.has(field));
  const known = own.filter((field) => KNOWN_COLUMNS.has(field));
  if (known.length < 2 || known.length * 2 <= own.length) return null;
  const named = ["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "interface-id", "tgw-attachment-id"];
  return named.some((field) => own.includes(field)) ? fields : null;
}

/** True for a column that says something of the record, not of where it was kept. */
export function isOwnField(field: string): boolean {
  return !field.startsWith("@") && !PARTITIONS.has(field);
}
