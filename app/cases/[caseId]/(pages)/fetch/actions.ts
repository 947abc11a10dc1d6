"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { checkCase } from "@/lib/auth/check-permission";
import { getConnection } from "@/lib/connections/get-connection";
import { AskedFetch, askFetch } from "@/lib/fetch/ask-fetch";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { ChosenLog, chooseLog } from "@/lib/fetch/choose-log";
import { AskedAthena } from "@/lib/fetch/in-athena";
import { lookForTables } from "@/lib/fetch/look-for-tables";
import { AgreedTables, makeTables } from "@/lib/fetch/make-tables";
import { retryFetch } from "@/lib/fetch/retry-fetch";
import { setUpAthena } from "@/lib/fetch/set-up-athena";
import { OneSource, skipSource } from "@/lib/fetch/skip-source";
import { OneFetch, startFetch } from "@/lib/fetch/start-fetch";
import { enqueueFetch } from "@/lib/jobs/fetch-job";

const connectionId = z.uuid("Choose a connection.");

export const askFetchAction = guardedAction(
  AskedFetch.extend({ connectionId, athena: AskedAthena.nullable().default(null) }),
  async ({ connectionId, athena, ...asked }, person) => {
    // Before the connection is looked for: who may not ask learns nothing of it.
    await checkCase(person, asked.caseId, "evidence.add");
    const connection = await getConnection(connectionId);
    const question = { ...asked.question, athena: athena && (await setUpAthena(athena, connection, person.email)) };
    const { fetchId } = await askFetch({ ...asked, question }, connection, person);
    await enqueueFetch(fetchId);
  },
);

export const startFetchAction = guardedAction(OneFetch, async (input, person) => {
  await startFetch(input, person);
  await enqueueFetch(input.fetchId);
});

export const retryFetchAction = guardedAction(OneFetch, async (input, person) => {
  await retryFetch(input, person);
  await enqueueFetch(input.fetchId);
});

export const cancelFetchAction = guardedAction(OneFetch, cancelFetch);

export const skipSourceAction = guardedAction(OneSource, skipSource);

export const chooseLogAction = guardedAction(ChosenLog, chooseLog);

export const lookForTablesAction = guardedAction(
  AgreedTables.pick({ caseId: true, athena: true }).extend({ connectionId }),
  async ({ caseId, connectionId, athena }, person) => {
    await checkCase(person, caseId, "evidence.add");
    return lookForTables(athena, await getConnection(connectionId), person.email);
  },
);

export const makeTablesAction = guardedAction(
  AgreedTables.extend({ connectionId }),
  async ({ connectionId, ...agreed }, person) => {
    await checkCase(person, agreed.caseId, "evidence.add");
    return makeTables(agreed, await getConnection(connectionId), person);
  },
);
