import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { openedToWorldExamples } from "@/lib/detect/detectors/opened-to-world.examples";
import type { NotableCall } from "@/lib/detect/inputs/calls.types";
import { OPENING_APIS } from "@/lib/detect/inputs/notable-apis";

type Names = "bits";

const APIS: ReadonlySet<string> = new Set(OPENING_APIS);
/** Ports that a public service has. */
const PUBLIC_PORTS = new Set(["80", "443"]);
const OPEN_ALL = "all ports";
const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd]|fe80)/i;

interface Opening {
  call: NotableCall;
  rule: string;
  all: boolean;
}

/** What a rule lets in, as lib/formats/cloudtrail/call-notes.ts writes it: way, protocol, ports, network. */
function openingsOf(call: NotableCall, bits: number): Opening[] {
  return call.notes.flatMap((rule): Opening[] => {
    const network = rule.split(" ").at(-1) ?? "";
    const [base = "", length = ""] = network.split("/");
    // An IPv6 network is as wide as an IPv4 one of a quarter of its bits.
    const width = base.includes(":") ? Number(length) / 4 : Number(length);
    if (length === "" || !(width <= bits) || PRIVATE.test(base) || rule.startsWith("outbound ")) return [];
    const all = rule.includes(OPEN_ALL);
    const port = rule.split(" ").at(-2) ?? "";
    return !all && PUBLIC_PORTS.has(port) ? [] : [{ call, rule, all }];
  });
}

/** A security group or network ACL that lets in everybody, on a port that is no public service's. */
export const openedToWorld = detector<"notableCalls", Names>({
  id: "opened-to-world",
  title: "Security group or network ACL opened",
  severity: "high",
  techniques: ["T1562.007"],
  needs: ["api"],
  reads: ["notableCalls"],
  looksFor: "Allowed calls that let in very wide networks, on other ports than 80 and 443.",
  benign: "Mail, game, VPN and DNS servers are open to everybody; a test machine's port is opened for an hour.",
  parameters: [
    {
      name: "bits",
      words: "Networks as wide as an IPv4 one of, at most",
      unit: "bits",
      default: 4,
      least: 0,
      most: 24,
    },
  ],
  evaluate({ notableCalls }, { bits }) {
    const openings = notableCalls
      .filter(({ eventName, errorCode }) => errorCode === null && APIS.has(eventName))
      .toSorted((a, b) => a.atMs - b.atMs)
      .flatMap((call) => openingsOf(call, bits));
    return [...groupBy(openings, ({ call }) => call.caller.id).values()].map((opened): Found => {
      const calls = [...new Set(opened.map(({ call }) => call))];
      const [first] = calls as [NotableCall];
      const targets = listWords(calls.map(({ target }) => target ?? "a group that is not named"));
      return {
        about: first.caller.id,
        ...callSubject(first.caller),
        severity: first.caller.instanceId !== null || opened.some(({ all }) => all) ? "high" : "medium",
        summary: `${callerWords(first.caller)} opened ${targets}: ${listWords(opened.map(({ rule }) => rule))}`,
        firstMs: first.atMs,
        lastMs: calls.at(-1)?.atMs ?? first.atMs,
        numbers: { "rules opened": opened.length, "rules opened threshold": 1, "widest bits threshold": bits },
        records: calls.map(({ fileId, record }) => ({ fileId, record })),
      };
    });
  },
  examples: openedToWorldExamples,
});
