import { pool } from "@/lib/db/pool";
import { answerText } from "@/lib/investigate/answer-text";
import type { DnsEvent } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { toFacts } from "@/lib/timeline/events/to-facts";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

const MOST_ANSWERS = 200;

interface QueryDetailRow {
  answers: { type?: unknown; data?: unknown }[] | null;
  sourcePort: number | null;
  transport: string | null;
  detail: Record<string, unknown> | null;
  sourceIp: string | null;
  instanceId: string | null;
  resolverEndpoint: string | null;
  vpcId: string | null;
  accountId: string | null;
  region: string | null;
}

/** Everything a query says, its answers among it, and why it stands out. */
export async function queryFacts(
  scope: InstanceScope,
  query: DnsEvent,
  fileId: number,
  record: number,
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { rows } = await pool().query<QueryDetailRow>(
    `SELECT CASE WHEN jsonb_typeof(q.answers) = 'array'
                 THEN jsonb_path_query_array(q.answers, '$[0 to ${MOST_ANSWERS - 1}]') END AS answers,
            q.source_port AS "sourcePort", q.transport, q.detail, host(a.source_ip) AS "sourceIp",
            a.instance_id AS "instanceId", a.resolver_endpoint AS "resolverEndpoint", a.vpc_id AS "vpcId",
            a.account_id AS "accountId", a.region
       FROM dns_queries q JOIN dns_askers a ON a.id = q.asker_no
      WHERE q.load_id IN (${scope.loads}) AND q.file_id = $1 AND q.record_no = $2`,
    [fileId, record],
  );
  const [row] = rows;
  if (!row) return { facts: [], verdicts: [] };
  const answers = (row.answers ?? []).map(({ type, data }) => answerText(String(type ?? ""), String(data ?? "")));
  const more = query.answerCount - answers.length;
  const facts = toFacts([
    ["Name", query.name, "mono"],
    ["Type", query.type, "mono"],
    ["Answer", query.rcode === "NOERROR" && query.answerCount === 0 ? "NOERROR, no answer" : query.rcode],
    ["Answers", answers.length === 0 ? null : `${answers.join("\n")}${more > 0 ? `\nand ${more} more` : ""}`, "mono"],
    [
      "Asked from",
      row.sourceIp === null ? null : `${row.sourceIp}${row.sourcePort === null ? "" : `:${row.sourcePort}`}`,
      "mono",
    ],
    ["Transport", row.transport],
    ["Instance", row.instanceId, "mono"],
    ["Resolver endpoint", row.resolverEndpoint, "mono"],
    ["VPC", row.vpcId, "mono"],
    ["Account", row.accountId, "mono"],
    ["Region", row.region, "mono"],
    ...Object.entries(row.detail ?? {}).map(([name, value]): [string, string, "mono"] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
      "mono",
    ]),
  ]);
  const verdicts: Verdict[] = [];
  if (query.withIndicator) verdicts.push({ text: `The answer was the flagged address ${scope.ip}.`, flag: true });
  if (query.rcode === "NXDOMAIN") verdicts.push({ text: "There is no such name.", flag: false });
  if (row.instanceId === null)
    verdicts.push({
      text: "The log does not name the instance; it held the asking address at this time.",
      flag: false,
    });
  verdicts.push({
    text: "Resolvers log what they had to ask for: an answer from their cache leaves no record.",
    flag: false,
  });
  return { facts, verdicts };
}
