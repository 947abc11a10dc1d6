import { z } from "zod";
import { AthenaSetup } from "@/lib/athena/athena-setup";
import { PersonText } from "@/lib/core/person-text";
import { SOURCES } from "@/lib/sources/source.types";

/** Of each list of a question. */
const MOST_ASKED = 500;
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

const AskedIndicator = z.object({ kind: z.enum(["ip", "name"]), value: Value });
const AskedInstanceId = z.string().regex(/^i-[0-9a-f]{8,17}$/, "This is no id of an instance.");
const AskedAccessKeyId = z.string().regex(/^[A-Z0-9]{16,128}$/, "This is no id of an access key.");

/** As lib/sources/source.types.ts has it, with its own bounds. */
export const AskedQuestion = z
  .object({
    indicators: z.array(AskedIndicator).max(MOST_ASKED).default([]),
    instanceIds: z.array(AskedInstanceId).max(MOST_ASKED).default([]),
    interfaceIds: z
      .array(z.string().regex(/^eni-[0-9a-f]{8,17}$/, "This is no id of an interface."))
      .max(MOST_ASKED)
      .default([]),
    accessKeyIds: z.array(AskedAccessKeyId).max(MOST_ASKED).default([]),
    eventNames: z
      .array(z.string().regex(/^[A-Za-z0-9]{1,128}$/, "This is no name of an API call."))
      .max(MOST_ASKED)
      .default([]),
    logPlaces: z.array(LogPlace).max(MOST_ASKED).default([]),
    athena: AthenaSetup.nullable().default(null),
    fromMs: z.int().min(0),
    toMs: z.int().min(1),
  })
  .refine(({ fromMs, toMs }) => fromMs < toMs, "The window ends before it begins.");

type Asked = Pick<z.input<typeof AskedQuestion>, "indicators" | "instanceIds" | "accessKeyIds">;

/** Of what a log names, what can be asked for: ids that are none to AWS are left out, and lists are cut to their bounds. */
export function askable({ indicators = [], instanceIds = [], accessKeyIds = [] }: Asked): Required<Asked> {
  const taken = <Value>(schema: z.ZodType, values: readonly Value[]) =>
    values.filter((value) => schema.safeParse(value).success).slice(0, MOST_ASKED);
  return {
    indicators: taken(AskedIndicator, indicators),
    instanceIds: taken(AskedInstanceId, instanceIds),
    accessKeyIds: taken(AskedAccessKeyId, accessKeyIds),
  };
}

export const AskedSources = z.array(z.enum(SOURCES)).min(1, "Choose what to ask.").max(SOURCES.length);
