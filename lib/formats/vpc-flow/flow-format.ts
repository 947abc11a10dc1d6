import { readHeader } from "@/lib/formats/vpc-flow/columns";

/** How the reason of a file begins that is a flow log whose columns nobody has named, or not rightly. */
export const NEEDS_FORMAT = "flow log without a header";
const FLOW_LOG_ID = /(?:^|[^0-9a-z])(fl-[0-9a-f]{8,17})(?![0-9a-z])/;

/** The flow log that a file's name tells of, as S3 deliveries are named; null where it names none. */
export function flowLogIdOf(name: string): string | null {
  return FLOW_LOG_ID.exec(name)?.[1] ?? null;
}

/**
 * The columns of a format as DescribeFlowLogs prints it, `${version} ${account-id} …`, or by bare names with spaces or
 * commas between; null when it is no format of a flow log.
 */
export function parseFlowFormat(text: string): string[] | null {
  const tokens = text.trim().split(/[\s,]+/);
  return readHeader(tokens);
}
