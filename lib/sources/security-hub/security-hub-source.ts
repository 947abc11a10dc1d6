import type { AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { z } from "zod";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import { hubSearchesFor } from "@/lib/sources/security-hub/hub-searches";
import type { Source } from "@/lib/sources/source.types";

const Request = z.object({ searches: z.array(z.record(z.string(), z.unknown())), sinceMs: z.number().int() });
/** A token is good for the very filters that it came with, so the end of the span that was asked is kept beside it. */
const Cursor = z.object({ search: z.number().int(), token: z.string().nullable(), untilMs: z.number().int() });

const PAGE = 100;

/** What Security Hub gathered about whom is asked, since the window began; how machines are set up is left out. */
export const securityHubSource: Source = {
  name: "security-hub",
  actions: ["securityhub:GetFindings"],

  async plan(question, { accountId, region }) {
    const searches = hubSearchesFor(question, { accountId, region });
    const request = { searches, sinceMs: question.fromMs };
    return [
      {
        ...{ source: "security-hub", accountId, region, request, fromMs: question.fromMs, toMs: null },
        title: "Security Hub: findings about what is asked for",
        estimate: { calls: searches.length, files: 1, bytes: null },
      },
    ];
  },

  async *run(step, cursor, context) {
    const { clients, signal } = context;
    const ask = askIn(context);
    const { searches, sinceMs } = Request.parse(step.request);
    const [sdk, client] = [await import("@aws-sdk/client-securityhub"), await clients.of("securityhub")];
    let { search, token, untilMs } =
      cursor === null ? { search: 0, token: null, untilMs: Date.now() } : Cursor.parse(cursor);
    for (let filters = searches[search]; filters; filters = searches[search]) {
      const [Start, End] = [new Date(sinceMs).toISOString(), new Date(untilMs).toISOString()];
      const input = {
        Filters: { ...filters, UpdatedAt: [{ Start, End }] } as AwsSecurityFindingFilters,
        ...{ MaxResults: PAGE, ...(token === null ? {} : { NextToken: token }) },
      };
      const found = await ask("securityhub:GetFindings", () =>
        client.send(new sdk.GetFindingsCommand(input), { abortSignal: signal }),
      );
      const next = found.NextToken || null;
      const goesOn = next !== null && next !== token;
      [search, token] = goesOn ? [search, next] : [search + 1, null];
      yield {
        ...{ kind: "answer", service: "securityhub", operation: "GetFindings", input, answer: answerOf(found) },
        ...{ records: found.Findings?.length ?? 0, cursor: { search, token, untilMs } },
      };
    }
  },
};
