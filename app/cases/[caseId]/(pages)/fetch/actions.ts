"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { checkCase } from "@/lib/auth/check-permission";
import { getConnection } from "@/lib/connections/get-connection";
import { AskedFetch, askFetch } from "@/lib/fetch/ask-fetch";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { OneSource, skipSource } from "@/lib/fetch/skip-source";
import { OneFetch, startFetch } from "@/lib/fetch/start-fetch";
import { enqueueFetch } from "@/lib/jobs/fetch-job";

export const askFetchAction = guardedAction(
  AskedFetch.extend({ connectionId: z.uuid("Choose a connection.") }),
  async ({ connectionId, ...asked }, person) => {
    // Before the connection is looked for: who may not ask learns nothing of it.
    await checkCase(person, asked.caseId, "evidence.add");
    const { fetchId } = await askFetch(asked, await getConnection(connectionId), person);
    await enqueueFetch(fetchId);
  },
);

export const startFetchAction = guardedAction(OneFetch, async (input, person) => {
  await startFetch(input, person);
  await enqueueFetch(input.fetchId);
});

export const cancelFetchAction = guardedAction(OneFetch, cancelFetch);

export const skipSourceAction = guardedAction(OneSource, skipSource);
