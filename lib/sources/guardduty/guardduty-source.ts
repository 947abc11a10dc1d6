import { z } from "zod";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import { criteriaOf, GuardDutySearch, searchesFor } from "@/lib/sources/guardduty/guardduty-search";
import { listDetectors } from "@/lib/sources/guardduty/list-detectors";
import type { Source } from "@/lib/sources/source.types";

const Request = z.object({ searches: z.array(GuardDutySearch), sinceMs: z.number().int() });
/** `task` counts the searches of each detector, one after the other. */
const Cursor = z.object({ task: z.number().int(), token: z.string().nullable() });

/** The most that ListFindings names, and that GetFindings gives, at once. */
const PAGE = 50;

/** What GuardDuty found about whom is asked, since the window began. */
export const guardDutySource: Source = {
  name: "guardduty",
  actions: ["guardduty:ListDetectors", "guardduty:ListFindings", "guardduty:GetFindings"],

  async plan(question, { accountId, region }) {
    const request: z.input<typeof Request> = { searches: searchesFor(question), sinceMs: question.fromMs };
    const all = request.searches[0]?.by === "time";
    return [
      {
        ...{ source: "guardduty", accountId, region, request, fromMs: question.fromMs, toMs: null },
        title: all ? "GuardDuty: all findings since then" : "GuardDuty: findings about what is asked for",
        estimate: { calls: null, files: 1, bytes: null },
      },
    ];
  },

  async *run(step, cursor, context) {
    const { clients, signal, accountId, region } = context;
    const ask = askIn(context);
    const { searches, sinceMs } = Request.parse(step.request);
    const [sdk, client] = [await import("@aws-sdk/client-guardduty"), await clients.of("guardduty")];
    const options = { abortSignal: signal };
    const detectors = await listDetectors(context);
    if (detectors.length === 0) {
      const message = `GuardDuty is not on in ${region} of ${accountId}: it found nothing there, whatever happened.`;
      yield { kind: "gap", code: "NoDetector", message, fromMs: step.fromMs, toMs: step.toMs };
    }
    const tasks = detectors.flatMap((DetectorId) => searches.map((search) => ({ DetectorId, search })));
    const seen = new Set<string>();
    let { task, token } = cursor === null ? { task: 0, token: null } : Cursor.parse(cursor);
    for (let at = tasks[task]; at; at = tasks[task]) {
      const { DetectorId } = at;
      const FindingCriteria = { Criterion: criteriaOf(at.search, sinceMs) };
      const asked = { DetectorId, FindingCriteria, MaxResults: PAGE };
      const listed = await ask("guardduty:ListFindings", () =>
        client.send(
          new sdk.ListFindingsCommand({ ...asked, ...(token === null ? {} : { NextToken: token }) }),
          options,
        ),
      );
      const FindingIds = (listed.FindingIds ?? []).filter((id) => !seen.has(id));
      for (const id of FindingIds) seen.add(id);
      const next = listed.NextToken || null;
      const goesOn = next !== null && next !== token;
      [task, token] = goesOn ? [task, next] : [task + 1, null];
      // The ids alone are no evidence, and a page of them may be empty.
      if (FindingIds.length === 0) continue;
      const input = { DetectorId, FindingIds };
      const found = await ask("guardduty:GetFindings", () => client.send(new sdk.GetFindingsCommand(input), options));
      yield {
        ...{ kind: "answer", service: "guardduty", operation: "GetFindings", input, answer: answerOf(found) },
        ...{ records: found.Findings?.length ?? 0, cursor: { task, token } },
      };
    }
  },
};
