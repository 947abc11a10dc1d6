import type { Detector } from "@/lib/detect/detector.types";
import { AWAY, OWN, use } from "@/lib/detect/detectors/made-up-calls";

const LIST = "s3 ListBuckets";
const usual = { origin: "usual", basis: "assumed", calls: 40 } as const;

export const credentialsElsewhereExamples: Detector<"callUses">["examples"] = {
  fires: [
    {
      name: "one call from elsewhere, beside those of the instance",
      input: { callUses: [use(0, LIST, { calls: 90 }), use(4, LIST, AWAY)] },
    },
    {
      name: "through another network's endpoint",
      input: { callUses: [use(4, LIST, { ...AWAY, origin: "foreign-endpoint" })] },
    },
    {
      name: "from a second address where the usual one is plain, though not known",
      input: { callUses: [use(0, LIST, usual), use(4, LIST, { ...AWAY, basis: "assumed" })] },
    },
  ],
  silent: [
    {
      name: "the instance, its NAT gateway, its endpoint and services",
      input: {
        callUses: (["instance", "nat", "own-endpoint", "aws-service"] as const).map((origin) =>
          use(1, LIST, { origin }),
        ),
      },
    },
    {
      name: "two addresses of an instance of which none is known, a few calls each",
      input: { callUses: [use(0, LIST, { ...usual, calls: 3 }), use(4, LIST, { ...AWAY, basis: "assumed" })] },
    },
    {
      name: "a session that the instance's led to, used wherever it was obtained",
      input: { callUses: [use(4, LIST, { ...AWAY, caller: { ...OWN, isOwn: false } })] },
    },
    {
      name: "records that do not say from where",
      input: { callUses: [use(1, LIST, { origin: "unknown", source: null, sourceIp: null })] },
    },
  ],
};
