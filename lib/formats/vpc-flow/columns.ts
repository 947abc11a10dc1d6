/**
 * Column names of VPC flow logs, versions 2 to 11, and of transit gateway flow logs (version 6).
 * Source: Amazon VPC user guide, "Flow log records"; Transit Gateway guide, "Transit Gateway Flow Log records".
 */
export const DEFAULT_COLUMNS =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split(
    " ",
  );

export const TGW_DEFAULT_COLUMNS =
  "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service".split(
    " ",
  );

const LATER_COLUMNS =
  "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id encryption-status instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type next-hop-interface-type next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id".split(
    " ",
  );

export const KNOWN_COLUMNS: ReadonlySet<string> = new Set([
  ...DEFAULT_COLUMNS,
  ...TGW_DEFAULT_COLUMNS,
  ...LATER_COLUMNS,
]);
const COLUMN_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MOST_COLUMNS = 200;

/** The log's own column name as AWS writes it: `${account-id}` and `account_id` are `account-id`. */
function columnName(token: string): string {
  const bare = token.startsWith("${") && token.endsWith("}") ? token.slice(2, -1) : token;
  return bare.replaceAll("_", "-");
}

/**
 * The columns a header line names, or null when the line is no header. The list of columns is open: names that are
 * not known are taken when at least two, and most, of the others are.
 */
export function readHeader(tokens: readonly string[]): string[] | null {
  if (tokens.length < 2 || tokens.length > MOST_COLUMNS) return null;
  let known = 0;
  const columns: string[] = [];
  for (const token of tokens) {
    const column = columnName(token);
    if (!COLUMN_NAME.test(column)) return null;
    if (KNOWN_COLUMNS.has(column)) known += 1;
    columns.push(column);
  }
  return known >= 2 && known * 2 > columns.length ? columns : null;
}

/** True when the columns are those of a transit gateway's flow log. */
export function isTransitGateway(columns: readonly string[]): boolean {
  return columns.some((column) => column.startsWith("tgw-") || column.startsWith("packets-lost-"));
}
