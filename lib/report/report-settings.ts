import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";
import { isTimeZone } from "@/lib/core/time-zone";
import { pictureFault } from "@/lib/report/picture-fault";

/** The parts of a report, in the order in which they stand unless people choose another. */
export const REPORT_SECTIONS = {
  summary: "Summary",
  scope: "Scope and window",
  instances: "The three answers, by instance",
  calls: "Calls from the indicator",
  timeline: "Timeline of what was pinned",
  detections: "Detections",
  hypotheses: "Hypotheses and their state",
  comments: "Comments",
  coverage: "Coverage and its limits",
  indicators: "Indicators",
  tasks: "Actions proposed",
  evidence: "Evidence manifest",
  audit: "Custody and audit",
  method: "Method",
} as const;
export type ReportSection = keyof typeof REPORT_SECTIONS;
const SECTION_IDS = Object.keys(REPORT_SECTIONS) as [ReportSection, ...ReportSection[]];

/** What can be masked for outsiders. */
export const MASKED_FIELDS = {
  accounts: "AWS account ids",
  addresses: "Private addresses, and public ones of the instances",
  instances: "Instance ids",
  network: "Ids of interfaces, subnets and VPCs",
  keys: "Access key ids",
  roles: "Roles and sessions",
  names: "Names looked up, but for those that gave the indicator",
  buckets: "S3 buckets",
  people: "Names of people in this installation",
  files: "Names of files",
} as const;
export type MaskedField = keyof typeof MASKED_FIELDS;
const MASK_IDS = Object.keys(MASKED_FIELDS) as [MaskedField, ...MaskedField[]];

const MOST_LOGO = 200_000;
// The first bytes of PNG and JPEG, in base64: a logo is a picture and nothing else.
const LOGO = /^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/)[A-Za-z0-9+/]+={0,2}$/;

/** The picture of a logo's data address; none for one whose base64 is broken. */
export function logoBytes(logo: string): Uint8Array {
  try {
    return Uint8Array.from(atob(logo.slice(logo.indexOf(",") + 1)), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** What people chose for the report of a case. */
export const ReportSettings = z.object({
  sections: z
    .array(z.enum(SECTION_IDS))
    .min(1, "Choose one section at least.")
    .refine((list) => new Set(list).size === list.length, "A section stands in a report once.")
    .default([...SECTION_IDS]),
  zone: z.string().max(64).refine(isTimeZone, "There is no such time zone.").default("UTC"),
  /** Stands on top of each page; empty for none. */
  classification: PersonText.trim().max(120).default(""),
  /** Written by a person; empty for what the facts say. */
  summary: PersonText.trim().max(20_000).default(""),
  logo: z
    .string()
    .max(MOST_LOGO, "The logo is too large: 150 kB at most.")
    .regex(LOGO, "The logo is no PNG or JPEG.")
    .superRefine((logo, context) => {
      const fault = pictureFault(logoBytes(logo));
      if (fault !== null) context.addIssue({ code: "custom", message: fault });
    })
    .nullable()
    .default(null),
  masked: z
    .array(z.enum(MASK_IDS))
    .transform((list) => [...new Set(list)])
    .default([]),
});
export type ReportSettings = z.output<typeof ReportSettings>;

export const USUAL_SETTINGS: ReportSettings = ReportSettings.parse({});
