import { detector, type Found } from "@/lib/detect/detector.types";
import { firewallHit } from "@/lib/detect/detectors/made-up-lookups";

type Names = "queries";

/** Names that a rule of Route 53 Resolver DNS Firewall blocked or reported. */
export const dnsFirewall = detector<"firewallHits", Names>({
  id: "dns-firewall-hit",
  title: "DNS Firewall met a name",
  severity: "medium",
  techniques: ["T1071.004"],
  needs: ["dns"],
  reads: ["firewallHits"],
  looksFor: "Questions that a rule of the resolver's firewall blocked or reported.",
  benign: "A rule that is too wide, a list that is out of date, or a test of the rule.",
  parameters: [{ name: "queries", words: "At least", unit: "questions", default: 1, least: 1, most: 1_000_000 }],
  evaluate: ({ firewallHits }, limits) =>
    firewallHits.flatMap((row): Found[] => {
      if ((row.action !== "BLOCK" && row.action !== "ALERT") || row.queries < limits.queries) return [];
      return [
        {
          ...{ about: `${row.action} ${row.domain}`, subject: row.asking.subject, instanceId: row.asking.instanceId },
          severity: row.action === "BLOCK" ? "medium" : "low",
          summary: `DNS Firewall ${row.action === "BLOCK" ? "blocked" : "reported"} ${row.domain}`,
          ...{ firstMs: row.firstMs, lastMs: row.lastMs },
          numbers: { ...{ questions: row.queries, "questions threshold": limits.queries }, action: row.action },
          records: row.records,
        },
      ];
    }),
  examples: {
    fires: [
      { name: "blocked", input: { firewallHits: [firewallHit({})] } },
      { name: "reported", input: { firewallHits: [firewallHit({ action: "ALERT" })] } },
    ],
    silent: [
      { name: "let through by a rule that allows", input: { firewallHits: [firewallHit({ action: "ALLOW" })] } },
      { name: "fewer than a person asks for", input: { firewallHits: [firewallHit({})] }, parameters: { queries: 5 } },
    ],
  },
});
