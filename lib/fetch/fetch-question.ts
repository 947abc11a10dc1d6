import { z } from "zod";
import { AthenaSetup } from "@/lib/athena/athena-setup";
import { PersonText } from "@/lib/core/person-text";
import { SOURCES } from "@/lib/sources/source.types";

const MOST = 500;
const Value = PersonText.trim().min(1).max(1000);
const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "This is no region.");
const AccountId = z.string().regex(/^\d{12}$/, "An account has twelve digits.");

const LogPlace = z.intersection(
  z.object({ accountId: AccountId, region: Region }),
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("s3"),
      bucket: Value,
      prefix: PersonText.max(1024),
      requesterPays: z.boolean().optional(),
    }),
    z.object({ kind: z.literal("log-group"), group: Value }),
  ]),
);

/** As lib/sources/source.types.ts has it, with its own bounds. */
export const AskedQuestion = z
  .object({
    indicators: z
      .array(z.object({ kind: z.enum(["ip", "name"]), value: Value }))
      .max(MOST)
      .default([]),
    instanceIds: z
      .array(z.string().regex(/^i-[0-9a-f]{8,17}$/, "This is no id of an instance."))
      .max(MOST)
      .default([]),
    interfaceIds: z
      .array(z.string().regex(/^eni-[0-9a-f]{8,17}$/, "This is no id of an interface."))
      .max(MOST)
      .default([]),
    accessKeyIds: z
      .array(z.string().regex(/^[A-Z0-9]{16,128}$/, "This is no id of an access key."))
      .max(MOST)
      .default([]),
    eventNames: z
      .array(z.string().regex(/^[A-Za-z0-9]{1,128}$/, "This is no name of an API call."))
      .max(MOST)
      .default([]),
    logPlaces: z.array(LogPlace).max(MOST).default([]),
    athena: AthenaSetup.nullable().default(null),
    fromMs: z.int().min(0),
    toMs: z.int().min(1),
  })
  .refine(({ fromMs, toMs }) => fromMs < toMs, "The window ends before it begins.");

export const AskedSources = z.array(z.enum(SOURCES)).min(1, "Choose what to ask.").max(SOURCES.length);
