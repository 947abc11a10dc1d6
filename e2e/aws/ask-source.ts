import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import type { Observation } from "@/lib/core/records";
import { readLog } from "@/lib/formats/read-log";
import type {
  Fetched,
  FetchQuestion,
  PlannedStep,
  Source,
  SourceContext,
  StepCursor,
} from "@/lib/sources/source.types";

/** The real clients against the fake, as a fetch would make them for one account and region. */
export function contextOf(
  aws: FakeAws,
  { accountId, region }: Pick<FakeAccount, "accountId" | "region">,
): SourceContext {
  const connection = {
    ...{ id: "00000000-0000-4000-8000-000000000000", name: "test", profile: null, externalId: null },
    ...{ accounts: [{ accountId, roleArn: null }], regions: [region] },
    endpoints: Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url])),
  };
  const clients = new AwsClients({ connection, accountId, region, askedBy: "test@example.org" });
  return { clients, accountId, region, signal: new AbortController().signal };
}

/** A question that asks for nothing yet, over the time of the account's logs. */
export function questionOf({ startMs, nowMs }: FakeAccount, asked: Partial<FetchQuestion> = {}): FetchQuestion {
  return {
    ...{ indicators: [], instanceIds: [], interfaceIds: [], accessKeyIds: [], fromMs: startMs, toMs: nowMs },
    ...asked,
  };
}

/** All that a step gives from a cursor on. */
export async function drain(
  source: Source,
  step: PlannedStep,
  context: SourceContext,
  cursor: StepCursor | null = null,
): Promise<Fetched[]> {
  const found: Fetched[] = [];
  for await (const fetched of source.run(step, cursor, context)) found.push(fetched);
  return found;
}

export type Answer = Extract<Fetched, { kind: "answer" }>;
export const answersIn = (fetched: readonly Fetched[]) => fetched.filter(({ kind }) => kind === "answer") as Answer[];
export const gapsIn = (fetched: readonly Fetched[]) =>
  fetched.flatMap((one) => (one.kind === "gap" ? [one.message] : []));

/** What the loader makes of the answers of one operation, kept as lines of JSON. */
export async function readAnswers(answers: readonly Answer[]) {
  const lines = answers.map(({ answer, service, operation }) =>
    JSON.stringify({ ...answer, threadlineFetch: { service, operation } }),
  );
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const reading = readLog(
    (async function* () {
      yield bytes;
    })(),
    { name: "answers.jsonl" },
  );
  const counts = { observations: 0, findings: 0, descriptions: 0 };
  const observed: Observation[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      const { kind, records, rejected, reason } = next.value;
      return { kind, records, rejected, reason, ...counts, observed };
    }
    counts.observations += next.value.observations.length;
    observed.push(...next.value.observations);
    counts.findings += next.value.findings.length;
    counts.descriptions += next.value.descriptions.length;
  }
}
