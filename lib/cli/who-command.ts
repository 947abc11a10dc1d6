import { Command, InvalidArgumentError } from "commander";
import { findCase } from "@/lib/cases/find-case";
import { printable } from "@/lib/cli/progress-line";
import { AppError } from "@/lib/core/app-error";
import { parseInstant } from "@/lib/core/instant";
import { closeDatabase } from "@/lib/db/client";
import type { Holder, PlaceAnswer } from "@/lib/timeline/ledger/answer-who";
import { CONFIDENCE_WORDS, type LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";
import { type WhoAnswer, whoHeld } from "@/lib/timeline/ledger/who-held";

interface Options {
  at: number;
  case: string;
  vpc?: string;
  format: "text" | "json";
}

function instantOption(text: string): number {
  const ms = parseInstant(text);
  if (ms === null) throw new InvalidArgumentError("It must be a time such as 2026-02-16T14:02:00Z.");
  return ms;
}

function formatOption(text: string): "text" | "json" {
  if (text !== "text" && text !== "json") throw new InvalidArgumentError("It must be text or json.");
  return text;
}

/** `threadline who ADDRESS --at ISO --case NAME`: who held an address, interface or key at a time, with the proof. */
export function whoCommand(): Command {
  return new Command("who")
    .description("say who held an address, an interface or an access key at a time, and which record says so")
    .argument("<address>", "an address, an interface (eni-…) or an access key")
    .requiredOption("--at <time>", "when, in ISO 8601; without an offset it is UTC", instantOption)
    .requiredOption("--case <name>", "the name of the case")
    .option("--vpc <id>", "the VPC of a private address, where it stands in several")
    .option("--format <format>", "text or json", formatOption, "text")
    .action(async (subject: string, options: Options) => {
      try {
        process.stdout.write(await answer(subject, options));
      } finally {
        await closeDatabase();
      }
    });
}

async function answer(subject: string, { at, case: title, vpc, format }: Options): Promise<string> {
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  const told = await whoHeld({ caseId: found.id, subject, atMs: at, vpcId: vpc });
  return format === "json"
    ? `${JSON.stringify(asJson(told), null, 2)}\n`
    : `${asText(told)
        .map((line) => printable(line))
        .join("\n")}\n`;
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function spanJson({ holder, holderKind, fromMs, toMs, proof, note, evidence }: LedgerSpanRow) {
  return { holder, holderKind, from: iso(fromMs), to: iso(toMs), proof, note, evidence };
}

const holderJson = (held: Holder) => ({ ...spanJson(held), confidence: CONFIDENCE_WORDS[held.confidence] });

function asJson({ subject, atMs, places }: WhoAnswer) {
  return {
    ...{ subject, at: iso(atMs) },
    places: places.map(({ vpcId, holders, on, rivals, before, after, unknown }) => ({
      ...{ vpcId, holders: holders.map(holderJson), on: on.map(holderJson), alsoShown: rivals.map(holderJson) },
      ...{ before: before && spanJson(before), after: after && spanJson(after) },
      unknown: unknown && { from: iso(unknown.fromMs), to: iso(unknown.toMs) },
    })),
  };
}

const fromTo = (fromMs: number | null, toMs: number | null) =>
  `from ${iso(fromMs) ?? "as far back as the evidence reaches"} to ${iso(toMs) ?? "as far as the evidence reaches"}`;

function proofOf({ evidence }: LedgerSpanRow): string {
  return evidence === null ? "" : `; record ${evidence.record} of ${evidence.name}`;
}

function placeText({ vpcId, holders, on, rivals, before, after, unknown }: PlaceAnswer, indent: string): string[] {
  const held = ({ holder, confidence, ...span }: Holder, words: string) =>
    `${indent}${words}${holder}, ${fromTo(span.fromMs, span.toMs)}, ${CONFIDENCE_WORDS[confidence]}${proofOf({ ...span, holder })}`;
  const near = (span: LedgerSpanRow | null, words: string) =>
    span === null ? [] : [`${indent}${words}: ${span.holder}, ${fromTo(span.fromMs, span.toMs)}${proofOf(span)}`];
  return [
    ...(vpcId === null ? [] : [`${indent.slice(2)}in ${vpcId}`]),
    ...holders.map((row) => held(row, "")),
    ...(unknown === null ? [] : [`${indent}unknown ${betweenWords(unknown)}: nothing in the evidence says`]),
    ...on.map((row) => held(row, "on ")),
    ...rivals.map((row) => held(row, "records also show ")),
    ...near(before, "before"),
    ...near(after, "after"),
  ];
}

function betweenWords({ fromMs, toMs }: { fromMs: number | null; toMs: number | null }): string {
  if (fromMs !== null && toMs !== null) return `between ${iso(fromMs)} and ${iso(toMs)}`;
  if (fromMs !== null) return `after ${iso(fromMs)}`;
  return toMs === null ? "at any time" : `before ${iso(toMs)}`;
}

function asText({ subject, atMs, places }: WhoAnswer): string[] {
  const head = `${subject} at ${iso(atMs)}`;
  if (places.length === 0) return [head, "  nothing in the evidence names it"];
  return [head, ...places.flatMap((place) => placeText(place, place.vpcId === null ? "  " : "    "))];
}
