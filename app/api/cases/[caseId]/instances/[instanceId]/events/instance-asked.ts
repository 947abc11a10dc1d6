import type { z } from "zod";
import { AppError } from "@/lib/core/app-error";
import { isInstanceId } from "@/lib/core/instance-id";
import { chosenAddress, isMistyped, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { viewOf } from "@/lib/timeline/case/view-of";
import type { AboutSearch } from "@/lib/timeline/events/event-search";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface InstanceContext {
  params: Promise<{ caseId: string; instanceId: string }>;
}

/** What a URL's search says, by its schema. Throws AppError `invalid`. */
export function parseSearch<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  const search = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!search.success) throw new AppError("invalid", "That is no question about events.");
  return search.data;
}

/** The instance and the stretch of time that a question about its events means. Throws AppErrors for what is none. */
export async function instanceAsked(
  { params }: InstanceContext,
  { ip: asked, from, to }: z.infer<typeof AboutSearch>,
): Promise<{ scope: InstanceScope; view: Piece }> {
  const { caseId, instanceId } = await params;
  if (!isInstanceId(instanceId) || isMistyped(asked)) throw new AppError("invalid", "That is no page of events.");
  const header = await readCaseHeader(caseId);
  const ip = chosenAddress(header, asked);
  if (ip === null) throw new AppError("not-found", "This case has no flagged address.");
  const { window } = await readCaseAnswers(header, ip);
  const scope = await readInstanceScope(caseId, instanceId, ip, header.case.revision);
  return { scope, view: viewOf(window, scope.span, { from, to }).events };
}
