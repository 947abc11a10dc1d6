import { z } from "zod";
import type { Actor } from "@/lib/auth/person";
import type { OpenedCase } from "@/lib/cases/open-case";
import { getConnection } from "@/lib/connections/get-connection";
import { AppError } from "@/lib/core/app-error";
import { isInstanceId } from "@/lib/core/instance-id";
import { AskedFetch, askFetch } from "@/lib/fetch/ask-fetch";
import { askable } from "@/lib/fetch/fetch-question";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import type { SourceName } from "@/lib/sources/source.types";

const MOST = 100;

/** What a new case asks of AWS, beside what it has itself: its window and what is flagged in it. */
export const FirstFetch = z.object({
  connectionId: z.uuid("Choose a connection."),
  instanceIds: z.array(z.string().refine(isInstanceId)).max(MOST),
  accessKeyIds: z.array(z.string().regex(/^[A-Z0-9]{16,128}$/)).max(MOST),
});
export type FirstFetch = z.infer<typeof FirstFetch>;

/** All that tells of a case without anybody naming a place; the inventory finds where the logs lie. */
const SOURCES: SourceName[] = ["log-inventory", "cloudtrail", "guardduty", "security-hub", "ec2", "iam", "config"];

/**
 * What is asked of AWS for a case that was just opened; ids of a log that AWS can have given to nobody are not asked for. Throws
 * AppError `invalid` for a case without a window.
 */
export function firstFetchOf(
  caseId: string,
  { indicators = [], windowFrom, windowTo }: OpenedCase,
  { instanceIds, accessKeyIds }: Omit<FirstFetch, "connectionId">,
): z.output<typeof AskedFetch> {
  if (!windowFrom || !windowTo) throw new AppError("invalid", "A fetch needs both ends of the window.");
  const asked = indicators.map(({ kind, value }) => ({
    kind: kind === "name" ? ("name" as const) : ("ip" as const),
    value,
  }));
  const question = {
    ...askable({ indicators: asked, instanceIds, accessKeyIds }),
    ...{ fromMs: new Date(windowFrom).getTime(), toMs: new Date(windowTo).getTime() },
  };
  return AskedFetch.parse({ caseId, question, sources: SOURCES });
}

/**
 * Plans what a case that was just opened needs; its page shows the plan, and nothing is fetched before someone starts it. Throws
 * AppError `invalid` for a case without a window, and what asking for a fetch throws.
 */
export async function askFirstFetch(
  caseId: string,
  opened: OpenedCase,
  { connectionId, ...known }: FirstFetch,
  actor: Actor,
): Promise<void> {
  const asked = firstFetchOf(caseId, opened, known);
  const { fetchId } = await askFetch(asked, await getConnection(connectionId), actor);
  await enqueueFetch(fetchId);
}
