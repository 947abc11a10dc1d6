import { canonicalAddress } from "@/lib/core/address";
import { DEFAULT_COLUMNS, TGW_DEFAULT_COLUMNS } from "@/lib/formats/vpc-flow/columns";

const NUMBER = /^(?:-|\d{1,16})$/;
const STATUS = /^(?:OK|NODATA|SKIPDATA)$/;

function isAddress(token: string): boolean {
  return token === "-" || canonicalAddress(token) !== null;
}

/** The shape of a column's values; columns that are not listed may hold any name. */
const SHAPES: Record<string, (token: string) => boolean> = {
  version: (token) => /^\d{1,2}$/.test(token),
  "account-id": (token) => /^(?:\d{12}|unknown|-)$/.test(token),
  "interface-id": (token) => /^(?:eni-[0-9a-z]+|-)$/.test(token),
  "resource-type": (token) => /^(?:TransitGateway\w*|-)$/.test(token),
  "tgw-id": (token) => /^(?:tgw-[0-9a-z]+|-)$/.test(token),
  "tgw-attachment-id": (token) => /^(?:tgw-attach-[0-9a-z]+|-)$/.test(token),
  "flow-direction": (token) => /^(?:ingress|egress|-)$/.test(token),
  srcaddr: isAddress,
  dstaddr: isAddress,
  action: (token) => /^(?:ACCEPT|REJECT|-)$/.test(token),
  "log-status": (token) => STATUS.test(token),
};
const NUMBERS = ["srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "tcp-flags"];

/** True when every value has the shape of its column. */
export function fitsColumns(columns: readonly string[], tokens: readonly string[]): boolean {
  return (
    tokens.length === columns.length &&
    columns.every((column, index) => {
      const token = tokens[index] ?? "";
      return NUMBERS.includes(column) ? NUMBER.test(token) : (SHAPES[column]?.(token) ?? true);
    })
  );
}

/** The default layout whose every column fits the values, null when neither does. Never judged by their number alone. */
export function matchDefaultLayout(tokens: readonly string[]): readonly string[] | null {
  if (fitsColumns(DEFAULT_COLUMNS, tokens)) return DEFAULT_COLUMNS;
  return fitsColumns(TGW_DEFAULT_COLUMNS, tokens) ? TGW_DEFAULT_COLUMNS : null;
}

/** True for a line of some flow log whose columns nobody named: an interface or two addresses beside a status or action. */
export function looksLikeFlowRow(tokens: readonly string[]): boolean {
  if (tokens.length < 5) return false;
  const addresses = tokens.filter((token) => canonicalAddress(token) !== null).length;
  const verdict = tokens.some((token) => /^(?:ACCEPT|REJECT)$/.test(token) || STATUS.test(token));
  const named = tokens.some((token) => /^eni-[0-9a-f]{8,17}$/.test(token));
  return (verdict && (named || addresses >= 2)) || (named && addresses >= 2);
}
