import { setTimeout as sleep } from "node:timers/promises";
import { Command, Option } from "commander";
import type { z } from "zod";
import { OPERATOR } from "@/lib/auth/person";
import { findCase } from "@/lib/cases/find-case";
import { EXIT } from "@/lib/cli/exit-status";
import { costLine, fetchingLine, gapLines, planLines, priceOf } from "@/lib/cli/fetch-lines";
import { ASKED_UNLESS_SAID, bytesFor, type FetchOptions, more, parsePrice } from "@/lib/cli/fetch-options";
import { interruptible } from "@/lib/cli/interruptible";
import { parseTime } from "@/lib/cli/investigate-options";
import { endProgressLine, printable, progressLine } from "@/lib/cli/progress-line";
import { stepLine } from "@/lib/cli/step-line";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnectionChoices } from "@/lib/connections/list-connections";
import { AppError } from "@/lib/core/app-error";
import { closeDatabase } from "@/lib/db/client";
import { askDetections } from "@/lib/detect/ask-detections";
import { AskedFetch, askFetch } from "@/lib/fetch/ask-fetch";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { finishFetchesOf } from "@/lib/fetch/end-fetch";
import { readFetch } from "@/lib/fetch/fetch-rows";
import type { FetchView } from "@/lib/fetch/fetch-view.types";
import { AskedAthena } from "@/lib/fetch/in-athena";
import { listFetches } from "@/lib/fetch/list-fetches";
import { type RunFetchOptions, runFetch } from "@/lib/fetch/run-fetch";
import { setUpAthena } from "@/lib/fetch/set-up-athena";
import { startFetch } from "@/lib/fetch/start-fetch";
import { suggestQuestion } from "@/lib/fetch/suggest-question";
import type { LoadResult } from "@/lib/ingest/load-result";
import { runLoad } from "@/lib/ingest/run-load";
import { readPlaces } from "@/lib/sources/read-places";
import { SOURCES } from "@/lib/sources/source.types";

const LOOK_EVERY_MS = 1000;

/** `threadline fetch CASE --connection NAME`: plans what to ask of AWS for a case, says so, asks, and loads what came. */
export function fetchCommand(limits: RunFetchOptions["limits"] = undefined): Command {
  return new Command("fetch")
    .description("ask AWS for what a case needs: print the plan, fetch, and load what came")
    .argument("<case>", "the name of the case")
    .requiredOption("--connection <name>", "the connection to ask by, as on the page “Connections”")
    .addOption(
      new Option("--ask <sources...>", "what to ask; without it, all that needs no place to be named").choices(
        SOURCES.filter((name) => name !== "athena"),
      ),
    )
    .option(
      "--place <where>",
      "where logs lie: s3://bucket/prefix or a log group, then account, region, requester-pays",
      more,
    )
    .option("--instance <id>", "an instance to ask about, beside those that the case knows", more)
    .option("--interface <id>", "a network interface", more)
    .option("--key <id>", "the id of an access key", more)
    .option("--event <name>", "an API call to look up by its name, as in RunInstances", more)
    .option("--from <iso>", "the window's beginning; without it, the case's", parseTime)
    .option("--to <iso>", "its end", parseTime)
    .option("--database <name>", "ask Athena over the tables of this database, too")
    .option("--workgroup <name>", "of Athena", "primary")
    .option("--results <place>", "where Athena puts results, s3://bucket/folder/; without it, where the workgroup does")
    .option(
      "--limit-price <usd>",
      "do not start a plan that costs more, and stop a question to Athena that does",
      parsePrice,
    )
    .option("--plan", "print the plan, and fetch nothing")
    .action(async (title: string, options: FetchOptions) => {
      try {
        await interruptible((signal) => fetchInto(title, options, { signal, ...(limits ? { limits } : {}) }));
      } finally {
        await closeDatabase();
      }
    });
}

type Running = RunFetchOptions & { signal: AbortSignal };

async function fetchInto(title: string, options: FetchOptions, running: Running): Promise<void> {
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  const caseId = found.id;
  const { asked, connection } = await askedOf(caseId, options);
  const { fetchId } = await askFetch(parsed(AskedFetch, asked), connection, OPERATOR);
  try {
    await following({ caseId, fetchId }, running, ({ planCalls }) => `planning, ${planCalls} calls`);
    const plan = await viewOf(caseId, fetchId);
    if (plan.state !== "planned") throw new AppError("unavailable", plan.error ?? "Nothing could be planned.");
    process.stdout.write(`${planLines(plan).join("\n")}\n`);
    if (options.plan) return await cancelFetch({ caseId, fetchId }, OPERATOR);
    const { limitPrice } = options;
    if (limitPrice !== undefined && priceOf(plan) > limitPrice)
      throw new AppError("invalid", `It is not started: its plan costs more than $${limitPrice}.`);
    await startFetch({ caseId, fetchId }, OPERATOR);
    await following({ caseId, fetchId }, running, fetchingLine);
  } catch (error) {
    // By Ctrl-C, too: what it brought is not loaded, and the page says so.
    await cancelFetch({ caseId, fetchId }, OPERATOR).catch(() => undefined);
    await runFetch(fetchId).catch(() => undefined);
    throw error;
  }
  await loadInto(caseId, fetchId, running.signal);
}

/** What is asked for: what the options say, beside what the case knows by itself. Throws AppError for what cannot be asked. */
async function askedOf(caseId: string, options: FetchOptions) {
  const choices = await listConnectionChoices();
  const choice = choices.find(({ name }) => name === options.connection);
  if (!choice) {
    const names = choices.map(({ name }) => printable(name)).join(", ");
    throw new AppError(
      "not-found",
      `There is no connection ${printable(options.connection)}. ${names === "" ? "An owner makes one on the page “Connections”." : `There are: ${names}.`}`,
    );
  }
  const connection = await getConnection(choice.id);
  const { places, error } = readPlaces((options.place ?? []).join("\n"), choice);
  if (error !== null) throw new AppError("invalid", error);
  const known = await suggestQuestion(caseId);
  const [accountId = "", region = ""] = [choice.accountIds[0], choice.regions[0]];
  const { database, workgroup, results: outputLocation = "" } = options;
  const athena =
    database === undefined
      ? null
      : await setUpAthena(
          parsed(AskedAthena, {
            accountId,
            region,
            database,
            workgroup,
            outputLocation,
            mostBytes: bytesFor(options.limitPrice),
          }),
          connection,
          OPERATOR.email,
        );
  const ofPlaces = places.map(({ kind }) => (kind === "s3" ? ("s3" as const) : ("cloudwatch-logs" as const)));
  const both = (own: readonly string[], given: readonly string[] = []) => [...new Set([...own, ...given])];
  const asked: AskedFetch = {
    caseId,
    sources: [...new Set([...(options.ask ?? ASKED_UNLESS_SAID), ...ofPlaces, ...(athena ? ["athena" as const] : [])])],
    question: {
      indicators: known.indicators,
      instanceIds: both(known.instanceIds, options.instance),
      interfaceIds: both(known.interfaceIds, options.interface),
      accessKeyIds: both(known.accessKeyIds, options.key),
      ...{ eventNames: options.event ?? [], logPlaces: places, athena },
      ...{
        fromMs: options.from?.getTime() ?? known.fromMs ?? 0,
        toMs: options.to?.getTime() ?? known.toMs ?? Date.now(),
      },
    },
  };
  return { asked, connection };
}

/** Throws AppError `invalid` with what is wrong in words. */
function parsed<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError("invalid", issue?.message ?? "That cannot be asked.");
}

async function viewOf(caseId: string, fetchId: string): Promise<FetchView> {
  const found = (await listFetches(caseId)).find(({ id }) => id === fetchId);
  if (!found) throw new AppError("not-found", "The fetch is gone with its case.");
  return found;
}

/** Runs what is to be done of a fetch, and says how far it is. */
async function following(
  { caseId, fetchId }: { caseId: string; fetchId: string },
  running: Running,
  words: (fetch: FetchView) => string,
): Promise<void> {
  const line = stepLine();
  const ended = new AbortController();
  const telling = (async () => {
    while (!ended.signal.aborted) {
      line.show(words(await viewOf(caseId, fetchId)));
      await sleep(LOOK_EVERY_MS, undefined, { signal: ended.signal });
    }
  })().catch(() => undefined);
  try {
    await runFetch(fetchId, running);
  } finally {
    ended.abort();
    await telling;
    line.end();
  }
}

async function loadInto(caseId: string, fetchId: string, signal: AbortSignal): Promise<void> {
  const loadId = (await readFetch(fetchId))?.loadId ?? null;
  const result = loadId === null ? null : await loadHere(loadId, signal);
  endProgressLine();
  if (loadId !== null) await finishFetchesOf(loadId);
  await askDetections(caseId);
  const fetched = await viewOf(caseId, fetchId);
  for (const line of gapLines(fetched)) process.stderr.write(`${line}\n`);
  if (fetched.state === "cancelled") throw new AppError("cancelled", "The fetch was cancelled.");
  if (result === null) throw new AppError("unavailable", fetched.error ?? "Nothing came.");
  for (const { name, reason } of result.filesFailed)
    process.stderr.write(`failed: ${printable(name)} (${printable(reason)})\n`);
  process.stdout.write(
    `${fetchingLine(fetched)}${costLine(fetched)}\n${result.filesLoaded} files loaded, ${result.filesKnown} already known, ` +
      `${result.filesFailed.length} failed: ${result.records} records, ${result.duplicates} duplicates, ${result.rejected} rejected\n`,
  );
  const isWhole = result.state === "done" && fetched.sources.every(({ failed }) => failed === 0);
  if (!isWhole) process.exitCode = signal.aborted ? EXIT.interrupted : EXIT.failed;
}

/** Where a worker has begun the load meanwhile, its end is waited for. */
async function loadHere(loadId: number, signal: AbortSignal): Promise<LoadResult> {
  for (;;) {
    try {
      return await runLoad(loadId, { onProgress: progressLine(), signal });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
  }
}
