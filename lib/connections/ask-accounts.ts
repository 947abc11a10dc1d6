import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault } from "@/lib/aws/aws-fault";
import { findCaller } from "@/lib/aws/find-caller";
import { type ProbedAction, probeAction } from "@/lib/aws/probe-action";
import type { ConnectionTest, TestedAccount } from "@/lib/connections/connection-test.types";

/** Of a whole organisation's list so many are tried: they have their role from the same template. */
const MOST_ACCOUNTS = 10;
const AT_ONCE = 6;
const WITHIN_MS = 90_000;
const ATTEMPTS = 2;

/** Asks each account of a connection whether each action is allowed there, in its first region. */
export async function askAccounts(
  connection: AwsConnection,
  actions: string[],
  askedBy: string,
): Promise<ConnectionTest> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  const accounts: TestedAccount[] = [];
  for (const { accountId } of connection.accounts.slice(0, MOST_ACCOUNTS))
    accounts.push(await askAccount({ connection, accountId, actions, askedBy, signal }));
  return { accounts, ofAccounts: connection.accounts.length };
}

interface Asking {
  connection: AwsConnection;
  accountId: string;
  actions: string[];
  askedBy: string;
  signal: AbortSignal;
}

async function askAccount(asking: Asking): Promise<TestedAccount> {
  const { connection, accountId, actions, askedBy, signal } = asking;
  const [region = "us-east-1", ...others] = connection.regions;
  const nothing: TestedAccount = { accountId, arn: null, fault: null, closedRegions: [], actions: [] };
  const who = await orWords(signal, () =>
    findCaller(connection, { askedBy, signal, accountId, region, attempts: ATTEMPTS }),
  );
  if (typeof who === "string") return { ...nothing, fault: who };
  if (who.accountId !== accountId)
    return { ...nothing, arn: who.arn, fault: `The credentials are of account ${who.accountId}, not of this one.` };
  const closed = await inTurns(others, async (one) => {
    const answer = await orWords(signal, () =>
      findCaller(connection, { askedBy, signal, accountId, region: one, attempts: ATTEMPTS }),
    );
    return typeof answer === "string" ? [{ region: one, words: answer }] : [];
  });
  const clients = new AwsClients({ connection, accountId, region, askedBy, attempts: ATTEMPTS });
  try {
    const probed = await inTurns(actions, async (action): Promise<ProbedAction> => {
      const found = await orWords(signal, () => probeAction(action, clients, signal));
      return typeof found === "string" ? { action, state: "failed", words: found } : found;
    });
    return { ...nothing, arn: who.arn, closedRegions: closed.flat(), actions: probed };
  } finally {
    await clients.close();
  }
}

/** An answer, or why there is none in words. */
async function orWords<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T | string> {
  try {
    signal.throwIfAborted();
    return await ask();
  } catch (error) {
    if (error instanceof AwsFault) return error.message;
    if (signal.aborted) return `AWS did not answer within ${WITHIN_MS / 1000} seconds.`;
    throw error;
  }
}

/** A few at a time, answers in the order of what was asked. */
async function inTurns<T, U>(list: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const answers: U[] = [];
  const waiting = [...list.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) answers[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return answers;
}
