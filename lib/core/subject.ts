import { z } from "zod";
import { isInstanceId } from "@/lib/core/instance-id";
import { PersonText } from "@/lib/core/person-text";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "That is no SHA-256.");
const InstanceId = z.string().refine(isInstanceId, "That is no instance id.");
// Keys stand in indexes, which take some 2,700 bytes.
const MOST_KEY = 600;
const MOST_HOLDER = 400;
const MOST_VALUE = 200;

/** A record of the evidence: its file and its number there, from 1. */
const EventSubject = z.strictObject({
  kind: z.literal("event"),
  fileSha256: Sha256,
  record: z.int().min(1).max(2_147_483_647),
});

/** The records of an instance that are of one kind: `key` is that of their rows in the table of events. */
const GroupSubject = z.strictObject({ kind: z.literal("group"), instanceId: InstanceId, key: Sha256 });

const InstanceSubject = z.strictObject({ kind: z.literal("instance"), instanceId: InstanceId });

/** What a detector found: `key` is that of the stored detection, the same when it is found again. */
const DetectionSubject = z.strictObject({ kind: z.literal("detection"), key: PersonText.min(1).max(MOST_KEY) });

/** A stretch of the ledger, by what was held, by whom and from when; `from` is ISO 8601, null where the evidence begins. */
const SpanSubject = z.strictObject({
  kind: z.literal("span"),
  held: z.enum(["interface", "private-address", "public-address", "credential"]),
  value: PersonText.min(1).max(MOST_VALUE),
  /** Of a private address, which means something only in its VPC; else null. */
  vpcId: PersonText.max(MOST_VALUE / 2).nullable(),
  holder: PersonText.min(1).max(MOST_HOLDER),
  from: z.iso.datetime().nullable(),
});

/**
 * What people pin, tag, colour, comment on or cite. It names what evidence shows, never a row of something derived, so that it
 * means the same when all of that is made anew.
 */
export const Subject = z.discriminatedUnion("kind", [
  EventSubject,
  GroupSubject,
  InstanceSubject,
  DetectionSubject,
  SpanSubject,
]);
export type Subject = z.infer<typeof Subject>;
