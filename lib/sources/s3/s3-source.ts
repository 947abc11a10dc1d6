import { planS3 } from "@/lib/sources/s3/plan-s3";
import { runS3 } from "@/lib/sources/s3/run-s3";
import type { Source } from "@/lib/sources/source.types";

/** Logs out of buckets, object by object as they lie there. */
export const s3Source: Source = {
  name: "s3",
  // Archives that are encrypted with a key of one's own need the last one too, and the key's own policy.
  actions: ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"],
  plan: planS3,
  run: runS3,
};
