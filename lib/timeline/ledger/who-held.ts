import { canonicalAddress, isPrivateAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { answerWho, type PlaceAnswer } from "@/lib/timeline/ledger/answer-who";
import { type LedgerSpanRow, SPAN_COLUMNS } from "@/lib/timeline/ledger/ledger-span";

export interface WhoQuestion {
  caseId: string;
  /** An address in any spelling, an interface or an access key. */
  subject: string;
  atMs: number;
  /** Looks in this VPC alone. */
  vpcId?: string | undefined;
}

export interface WhoAnswer {
  /** Addresses in canonical text. */
  subject: string;
  atMs: number;
  /** Private addresses are looked up in each VPC apart. */
  isPrivate: boolean;
  /** Empty where nothing in the evidence names it at all. */
  places: PlaceAnswer[];
}

const LONGEST_SUBJECT = 256;
const NEIGHBOURS = 16;

/** The name under which the ledger has a thing. Throws AppError `invalid` for what can be none. */
function ledgerSubject(text: string): string {
  const subject = text.trim();
  if (subject === "" || subject.length > LONGEST_SUBJECT || subject.includes("\u0000")) {
    throw new AppError("invalid", "Give an address, an interface or an access key.");
  }
  return canonicalAddress(subject) ?? subject;
}

/** Who held an address, interface or key at a time, with its proof and its neighbours. Throws AppError `invalid`. */
export async function whoHeld({ caseId, subject: text, atMs, vpcId }: WhoQuestion): Promise<WhoAnswer> {
  const subject = ledgerSubject(text);
  const at = new Date(atMs).toISOString();
  // What covers the time, and enough of what is nearest on either side: an address may have had any number of holders.
  // Its own spans are picked first, or the planner would look through those of the whole case by time.
  const { rows } = await pool().query<LedgerSpanRow>(
    `WITH own AS MATERIALIZED (
       SELECT * FROM ledger_spans WHERE case_id = $1 AND subject = $2 AND ($4::text IS NULL OR vpc_id = $4))
     SELECT ${SPAN_COLUMNS} FROM (
       SELECT * FROM own WHERE (from_at IS NULL OR from_at <= $3) AND (to_at IS NULL OR to_at > $3)
       UNION ALL (SELECT * FROM own WHERE to_at <= $3 ORDER BY to_at DESC, id LIMIT ${NEIGHBOURS})
       UNION ALL (SELECT * FROM own WHERE from_at > $3 ORDER BY from_at, id LIMIT ${NEIGHBOURS})
     ) s LEFT JOIN evidence_files e ON e.id = s.file_id
     ORDER BY s.from_at NULLS FIRST, s.id`,
    [caseId, subject, at, vpcId ?? null],
  );
  const ip = canonicalAddress(subject);
  return { subject, atMs, isPrivate: ip !== null && isPrivateAddress(ip), places: answerWho(rows, atMs) };
}
