import { addressKind, canonicalAddress } from "@/lib/core/address";
import { pool } from "@/lib/db/pool";
import type { OwnAddress } from "@/lib/ledger/ledger.types";
import type { ApiEvent } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { readCorrections } from "@/lib/timeline/events/read-corrections";
import { toFacts } from "@/lib/timeline/events/to-facts";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

interface CallDetailRow {
  eventId: string;
  replacesEventId: string | null;
  category: string;
  eventType: string | null;
  accountId: string | null;
  userAgent: string | null;
  errorMessage: string | null;
  readOnly: boolean | null;
  invokedBy: string | null;
  vpcEndpointId: string | null;
  requestId: string | null;
  issuedKeyId: string | null;
  issuedArn: string | null;
  type: string | null;
  arn: string | null;
  delivery: string | null;
  issuedMs: number | null;
  basis: string | null;
}

/** Everything a call says but its parameters, which stand in its raw record, and why it stands out. */
export async function callFacts(
  scope: InstanceScope,
  call: ApiEvent,
  fileId: number,
  record: number,
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { rows } = await pool().query<CallDetailRow>(
    `SELECT x.event_id AS "eventId", x.category, x.event_type AS "eventType", x.account_id AS "accountId",
            x.user_agent AS "userAgent", x.error_message AS "errorMessage", x.read_only AS "readOnly",
            x.invoked_by AS "invokedBy", x.vpc_endpoint_id AS "vpcEndpointId", x.request_id AS "requestId", x.replaces_event_id AS "replacesEventId",
            x.issued_key_id AS "issuedKeyId", x.issued_arn AS "issuedArn", p.type, p.arn, p.ec2_role_delivery AS delivery,
            (extract(epoch FROM coalesce(p.session_created_at, k.issued_at)) * 1000)::float8 AS "issuedMs", k.basis
       FROM api_calls x
       JOIN principals p ON p.id = x.principal_no
       LEFT JOIN LATERAL (
         SELECT c.issued_at, s.basis FROM credentials c LEFT JOIN role_sessions s ON s.id = c.session_id
          WHERE c.case_id = $3 AND c.access_key_id = p.access_key_id ORDER BY c.id LIMIT 1) k ON true
      WHERE x.load_id IN (${scope.loads}) AND x.file_id = $1 AND x.record_no = $2`,
    [fileId, record, scope.caseId],
  );
  const [row] = rows;
  if (!row) return { facts: [], verdicts: [] };
  const known = ownAddressesAt(scope.ownAddresses, call.atMs);
  const facts = toFacts([
    ["Call", `${call.eventName} of ${call.eventSource}`, "mono"],
    ["Outcome", call.errorCode === null ? "allowed" : call.errorCode],
    ["Error", row.errorMessage],
    ["Session", [call.roleArn?.split("/").at(-1), call.sessionName].filter(Boolean).join(" / "), "mono"],
    ["Role", call.roleArn, "mono"],
    ["Access key", call.accessKeyId, "mono"],
    ["Key issued", row.issuedMs === null ? null : String(row.issuedMs), "instant"],
    ["Got by", row.delivery === null ? null : `the instance metadata service, IMDSv${row.delivery.charAt(0)}`],
    ["Called from", call.calledFrom, "mono"],
    ["Known for it", known.map(({ ip, via }) => (via === "nat" ? `${ip} (NAT)` : ip)).join("\n"), "mono"],
    ["Through endpoint", row.vpcEndpointId, "mono"],
    ["On its behalf", row.invokedBy],
    ["User agent", row.userAgent, "mono"],
    ["Issued key", row.issuedKeyId, "mono"],
    ["Issued to", row.issuedArn, "mono"],
    ["Changes things", row.readOnly === null ? null : row.readOnly ? "no, read only" : "yes"],
    ["Caller", row.arn === null ? row.type : `${row.type ?? ""} ${row.arn}`.trim(), "mono"],
    ["Kind of event", [row.category, row.eventType].filter(Boolean).join(", ")],
    ["Account", row.accountId, "mono"],
    ["Region", call.region, "mono"],
    ["Request id", row.requestId, "mono"],
    ["Event id", row.eventId, "mono"],
  ]);
  const corrections = await readCorrections(scope.loads, row);
  return {
    facts: [...facts, ...corrections.facts],
    verdicts: [...corrections.verdicts, ...verdictsOf(row, call, scope, known)],
  };
}

function ownAddressesAt(own: readonly OwnAddress[], atMs: number): OwnAddress[] {
  return own.filter(({ fromMs, toMs }) => (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs));
}

function verdictsOf(
  row: CallDetailRow,
  call: ApiEvent,
  { ip }: InstanceScope,
  known: readonly OwnAddress[],
): Verdict[] {
  const verdicts: Verdict[] = [];
  if (call.withIndicator) verdicts.push({ text: `It came from the flagged address ${ip}.`, flag: true });
  verdicts.push({ text: originOf(row, call, known), flag: call.foreign });
  if (row.issuedMs !== null && row.issuedMs <= call.atMs)
    verdicts.push({
      text: `${Math.floor((call.atMs - row.issuedMs) / 60_000)} min after the key was issued.`,
      flag: false,
    });
  if (call.errorCode !== null) verdicts.push({ text: `It was not allowed or failed: ${call.errorCode}.`, flag: false });
  if (call.chained)
    verdicts.push({
      text: "The credentials are not the instance's own: a session of its role led to them.",
      flag: false,
    });
  if (row.issuedKeyId !== null) verdicts.push({ text: `It gave out another key, ${row.issuedKeyId}.`, flag: false });
  if (row.delivery?.startsWith("1"))
    verdicts.push({ text: "The key was got by IMDSv1, which asks for no token.", flag: false });
  return verdicts;
}

/** Where a call was made from, in words. */
function originOf(row: CallDetailRow, call: ApiEvent, known: readonly OwnAddress[]): string {
  const address = call.calledFrom === null ? null : canonicalAddress(call.calledFrom);
  if (row.invokedBy !== null) return `An AWS service (${row.invokedBy}) made it on the role's behalf.`;
  if (address === null) return `The log names no address, but ${call.calledFrom ?? "nothing"}.`;
  const match = known.find((own) => own.ip === address);
  if (call.foreign) {
    const ofKind = known.some((own) => addressKind(own.ip) === addressKind(address));
    return ofKind
      ? "It was made elsewhere: the address is none that is known for the instance at this time."
      : "It was made elsewhere, assuming that the address most of the session's calls come from is the instance's own.";
  }
  if (match?.via === "nat") return "It was made by way of the NAT gateway that the instance's traffic leaves by.";
  if (match) return "It was made from an address of the instance itself.";
  if (row.vpcEndpointId !== null) return "It was made through a VPC endpoint.";
  return call.chained
    ? "Whether this address is one of the instance's is not judged for sessions that its own led to."
    : "No own address of this kind is known for this time; most of the session's calls come from here.";
}
