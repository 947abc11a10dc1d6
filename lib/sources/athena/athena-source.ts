import type { QueryExecution } from "@aws-sdk/client-athena";
import { z } from "zod";
import type { AthenaSetup } from "@/lib/athena/athena-setup";
import { estimateScan } from "@/lib/athena/estimate-scan";
import { givesRecords } from "@/lib/athena/questions/asks";
import { type AnswerRow, learn, learnAskers } from "@/lib/athena/questions/learn";
import { type AthenaPlace, awaitQuery, QueryFault, startQuery } from "@/lib/athena/run-query";
import { askAws, awsFault } from "@/lib/aws/aws-fault";
import { canonicalAddress } from "@/lib/core/address";
import { answerOf } from "@/lib/sources/answer-of";
import {
  AthenaRequest,
  folderOf,
  newRun,
  nextFinding,
  type ScanSizes,
  statementOf,
  stepsAfter,
  tokenOf,
} from "@/lib/sources/athena/athena-request";
import { describeHolders } from "@/lib/sources/athena/describe-holders";
import { MOST_ROWS, queryRows } from "@/lib/sources/athena/query-rows";
import { recordFiles } from "@/lib/sources/athena/record-files";
import type { Fetched, FetchQuestion, PlannedStep, Source, SourceContext } from "@/lib/sources/source.types";

/** So many times a question may have been cancelled and tried again. */
const MOST_STOPPED = 20;

const Place = z.object({
  /** The query's. */
  id: z.string(),
  /** Bytes of it that are counted already. */
  scanned: z.number(),
  /** Whether it came to nothing, so that another one is to be started. */
  failed: z.boolean().default(false),
  /** The one before it that came to nothing. */
  after: z.string().nullable().default(null),
});

/**
 * Logs of any size, searched where they lie: step by step who met the address, and then all their records, by the tables and within
 * the limit that people set. Tables are made elsewhere, by consent; here they are only read.
 */
export const athenaSource: Source = {
  name: "athena",
  actions: [
    ...[
      "athena:StartQueryExecution",
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:StopQueryExecution",
      "athena:GetWorkGroup",
    ],
    ...["glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"],
    // Only for tables that people agree to have made.
    ...["glue:CreateTable", "glue:CreateDatabase"],
    ...["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
    "ec2:DescribeNetworkInterfaces",
  ],

  async plan(question, context) {
    const { athena: setup } = question;
    const addresses = question.indicators.flatMap(({ kind, value }) =>
      kind === "ip" ? (canonicalAddress(value) ?? []) : [],
    );
    if (!setup || setup.accountId !== context.accountId || setup.region !== context.region) return [];
    if (addresses.length === 0) return [];
    return stepsAfter(
      null,
      { ...begin(question, setup), known: knownOf(question, addresses) },
      await sizesOf(setup, question, context),
    );
  },

  async *run(step, cursor, context) {
    const request = AthenaRequest.parse(step.request);
    const { setup } = request;
    const place = {
      client: await context.clients.of("athena"),
      workgroup: setup.workgroup,
      outputLocation: setup.outputLocation,
      signal: context.signal,
    };
    const last = cursor === null ? null : Place.parse(cursor);
    let after = last?.failed ? last.id : (last?.after ?? null);
    let id = last === null || last.failed ? null : last.id;
    let account: ReturnType<typeof accountOf>;
    for (let stopped = 0; ; stopped += 1) {
      id ??= await asking(context, "athena:StartQueryExecution", () =>
        startQuery(place, statementOf(request, after), tokenOf(request, after)),
      );
      const query = await queryOf(place, id, setup.mostBytes, context);
      const fault = query instanceof QueryFault ? query : null;
      const counted = last?.id === id ? last.scanned : 0;
      account = accountOf(fault?.query ?? (query as QueryExecution), { id, after, counted, failed: fault !== null });
      if (fault === null) break;
      yield account;
      // What a fetch that was cancelled had stopped is no answer to one that is tried again.
      if (!fault.wasStopped || stopped >= MOST_STOPPED) throw fault;
      [after, id] = [id, null];
    }
    if (givesRecords(request.ask)) {
      yield account;
      yield* recordFiles(request, folderOf(request, after), context);
      return;
    }
    const rows = yield* queryRows(place.client, id, context.signal);
    if (rows === null) {
      const message = `Athena's answer has more than ${MOST_ROWS} rows: narrow the window, or the tables.`;
      yield { kind: "gap", code: "TooManyRows", message, fromMs: request.fromMs, toMs: request.toMs };
    } else {
      const steps = yield* follow(request, rows, context);
      yield { kind: "more", steps };
    }
    yield account;
  },
};

/** The query at its end, or what it ended in. */
function queryOf(place: AthenaPlace, id: string, mostBytes: number, context: SourceContext) {
  return awaitQuery(place, id, mostBytes).catch((error: unknown): QueryFault => {
    if (error instanceof QueryFault) return error;
    const { accountId, region, signal } = context;
    signal.throwIfAborted();
    throw awsFault(error, { action: "athena:GetQueryExecution", accountId, region });
  });
}

function asking<T>({ accountId, region, signal }: SourceContext, action: string, ask: () => Promise<T>): Promise<T> {
  return askAws({ action, accountId, region, signal }, ask);
}

/** Athena's own account of the query: its SQL, its id, what it scanned. */
function accountOf(
  query: QueryExecution,
  { counted, ...of }: { id: string; after: string | null; counted: number; failed: boolean },
): Extract<Fetched, { kind: "answer" }> {
  const scanned = query.Statistics?.DataScannedInBytes ?? 0;
  return {
    ...{ kind: "answer", service: "athena", operation: "GetQueryExecution", input: { QueryExecutionId: of.id } },
    ...{ answer: answerOf({ QueryExecution: query }), records: 0, scanned: Math.max(0, scanned - counted) },
    cursor: { ...of, scanned },
  };
}

function begin({ fromMs, toMs }: FetchQuestion, setup: AthenaSetup) {
  return { setup, askers: [], run: newRun(), fromMs, toMs };
}

function knownOf(question: FetchQuestion, addresses: string[]) {
  const { instanceIds, interfaceIds, accessKeyIds } = question;
  return {
    ...{ addresses, instanceIds: [...instanceIds], interfaceIds: [...interfaceIds] },
    ...{ ownAddresses: [], accessKeyIds: [...accessKeyIds] },
  };
}

/** What lies in each table's folders. Where listing is not allowed, the estimate is not known and the question is asked all the same. */
async function sizesOf(
  { tables }: AthenaSetup,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { clients, signal }: SourceContext,
): Promise<ScanSizes> {
  const client = await clients.of("s3");
  const sizes: Record<string, number | null> = {};
  for (const table of tables) {
    const found = await estimateScan({ client, signal }, table, fromMs, toMs).catch(() => null);
    signal.throwIfAborted();
    sizes[table.name] = found?.bytes ?? null;
  }
  return sizes;
}

/** The steps that follow from the rows of a question. */
async function* follow(
  request: AthenaRequest,
  rows: readonly AnswerRow[],
  context: SourceContext,
): AsyncGenerator<Fetched, PlannedStep[]> {
  const { ask, setup } = request;
  const named = rows.flatMap(({ address, instance_id }) => (address && instance_id ? [{ address, instance_id }] : []));
  const askers = ask === "askers" ? named : request.askers;
  let known = learnAskers(askers, learn(ask, rows, request.known));
  if (nextFinding(ask, setup) === null) {
    known = learnAskers(askers, yield* describeHolders(known, context));
    // Keys of instances that were named only now.
    known = learn(ask, rows, known);
  }
  const { run, fromMs, toMs } = request;
  return stepsAfter(ask, { setup, known, askers, run, fromMs, toMs }, await sizesOf(setup, request, context));
}
