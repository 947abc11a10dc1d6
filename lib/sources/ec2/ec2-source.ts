import { z } from "zod";
import { DESCRIBE_CALLS } from "@/lib/sources/ec2/describe-calls";
import type { PlannedStep, Source } from "@/lib/sources/source.types";

type DescribeName = keyof typeof DESCRIBE_CALLS;
const NAMES = Object.keys(DESCRIBE_CALLS) as [DescribeName, ...DescribeName[]];
const Request = z.object({ operation: z.enum(NAMES) });

/** Who holds which interface and address, and which rules stand, as EC2 describes a region now. */
export const ec2Source: Source = {
  name: "ec2",
  actions: NAMES.map((name) => `ec2:${name}`),

  async plan(_question, { accountId, region }) {
    return NAMES.map(
      (operation): PlannedStep => ({
        ...{ source: "ec2", accountId, region, request: { operation } satisfies z.input<typeof Request> },
        ...{ fromMs: null, toMs: null },
        title: `EC2: ${DESCRIBE_CALLS[operation].words}, as they are now`,
        estimate: { calls: null, files: 1, bytes: null },
      }),
    );
  },

  async *run(step, cursor, context) {
    const { operation } = Request.parse(step.request);
    const sending = {
      ...{ sdk: await import("@aws-sdk/client-ec2"), client: await context.clients.of("ec2") },
      ...{ options: { abortSignal: context.signal }, context },
    };
    yield* DESCRIBE_CALLS[operation].describe(sending, cursor);
  },
};
