import { AppError } from "@/lib/core/app-error";
import { parseFlowFormat } from "@/lib/formats/vpc-flow/flow-format";

const [OPEN, CLOSE] = ["${", "}"];
const EXAMPLE = `${OPEN}version${CLOSE} ${OPEN}account-id${CLOSE} …`;
const NO_FORMAT = `That is no format of a flow log. Give it as AWS shows it: ${EXAMPLE}`;

/** The columns that a person's text names, spaces between. Throws AppError `invalid` where it names no flow log's. */
export function readFlowFormat(text: string): string {
  const columns = parseFlowFormat(text);
  if (columns === null) throw new AppError("invalid", NO_FORMAT);
  return columns.join(" ");
}
