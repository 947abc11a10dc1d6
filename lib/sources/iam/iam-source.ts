import { z } from "zod";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import { pagedAnswers } from "@/lib/sources/paged-answers";
import type { PlannedStep, Source } from "@/lib/sources/source.types";

const Request = z.discriminatedUnion("of", [
  z.object({ of: z.literal("instance-profiles") }),
  z.object({ of: z.literal("access-keys"), ids: z.array(z.string()) }),
]);
const Cursor = z.object({ asked: z.number().int() });
/** Keys of users; those of sessions (ASIA…) are unknown to IAM. */
const OF_A_USER = /^AKIA/;

/** Which role stands behind an instance profile, and whose an access key is. IAM is one for all regions of an account. */
export const iamSource: Source = {
  name: "iam",
  actions: ["iam:ListInstanceProfiles", "iam:GetAccessKeyLastUsed"],

  async plan({ accessKeyIds }, { accountId, region, clients }) {
    if (region !== (clients.input.connection.regions[0] ?? region)) return [];
    const ids = accessKeyIds.filter((id) => OF_A_USER.test(id));
    const step = { source: "iam", accountId, region, fromMs: null, toMs: null } as const;
    const profiles: PlannedStep = {
      ...{ ...step, request: { of: "instance-profiles" } satisfies z.input<typeof Request> },
      title: "IAM: instance profiles and their roles, as they are now",
      estimate: { calls: null, files: 1, bytes: null },
    };
    const keys: PlannedStep = {
      ...{ ...step, request: { of: "access-keys", ids } satisfies z.input<typeof Request> },
      title: "IAM: whose the access keys are",
      estimate: { calls: ids.length, files: 1, bytes: null },
    };
    return ids.length === 0 ? [profiles] : [profiles, keys];
  },

  async *run(step, cursor, context) {
    const { clients, signal } = context;
    const ask = askIn(context);
    const request = Request.parse(step.request);
    const [sdk, client] = [await import("@aws-sdk/client-iam"), await clients.of("iam")];
    const options = { abortSignal: signal };
    if (request.of === "instance-profiles") {
      const call = {
        ...{ service: "iam", operation: "ListInstanceProfiles", input: {}, token: "Marker" as const },
        send: (page: { Marker?: string }) => client.send(new sdk.ListInstanceProfilesCommand(page), options),
        count: ({ InstanceProfiles = [] }: { InstanceProfiles?: unknown[] | undefined }) => InstanceProfiles.length,
      };
      yield* pagedAnswers(call, cursor, context);
      return;
    }
    const { asked } = cursor === null ? { asked: 0 } : Cursor.parse(cursor);
    for (const [index, AccessKeyId] of request.ids.entries()) {
      if (index < asked) continue;
      const input = { AccessKeyId };
      const answer = answerOf(
        await ask("iam:GetAccessKeyLastUsed", () => client.send(new sdk.GetAccessKeyLastUsedCommand(input), options)),
      );
      yield {
        ...{ kind: "answer", service: "iam", operation: "GetAccessKeyLastUsed", input, answer, records: 1 },
        cursor: { asked: index + 1 },
      };
    }
  },
};
