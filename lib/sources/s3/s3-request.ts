import { z } from "zod";
import { DayForm, dayFolders } from "@/lib/sources/s3/day-form";
import type { KeyWindow } from "@/lib/sources/s3/key-span";
import { marginsOf } from "@/lib/sources/s3/log-folder";

/** What a step asks of a bucket: the objects of one log. */
export const S3Request = z.object({
  bucket: z.string(),
  requesterPays: z.boolean(),
  prefix: z.string(),
  days: DayForm.nullable(),
  years: z.tuple([z.number().int(), z.number().int()]).nullable(),
  whole: z.boolean(),
  /** The delivery's folder name, as `vpcflowlogs`; null where it is not known. */
  service: z.string().nullable(),
});
export type S3Request = z.infer<typeof S3Request>;

/** The window of a step with how far around it objects are looked at. */
export function windowOf(request: S3Request, { fromMs, toMs }: { fromMs: number; toMs: number }): KeyWindow {
  return { fromMs, toMs, ...marginsOf(request.service) };
}

/** The prefixes to list, in the order in which they are read. */
export function prefixesOf({ prefix, days, years }: S3Request, window: KeyWindow): string[] {
  if (days === null) return [prefix];
  const [first, last] = years ?? [1970, 9998];
  const fromMs = Math.max(window.fromMs - window.earlyMs, Date.UTC(first, 0, 1));
  const toMs = Math.min(window.toMs + window.lateMs, Date.UTC(last + 1, 0, 1) - 1);
  return dayFolders(days, fromMs, toMs).map((folder) => prefix + folder);
}
