import { detector, type Found } from "@/lib/detect/detector.types";
import { domainLookups } from "@/lib/detect/detectors/made-up-lookups";
import type { DomainLookups } from "@/lib/detect/inputs/dns.types";

type Names = "names" | "signs" | "length" | "entropy";

/** Networks that serve others' content and lists that are asked by address: many different names are their trade. */
const EVERYDAY =
  /(^|\.)(amazonaws\.com|cloudfront\.net|awsglobalaccelerator\.com|akamai(edge|zed)?\.net|akadns\.net|edgekey\.net|edgesuite\.net|fastly\.net|azureedge\.net|trafficmanager\.net|googlevideo\.com|1e100\.net|spamhaus\.org|spamcop\.net|barracudacentral\.org|sorbs\.net|surbl\.org|uribl\.com|sophosxl\.net|mcafee\.com|avqs\.mcafee\.com|avts\.mcafee\.com)$/;

const HALF = 0.5;
const MOSTLY = 0.8;
const RARE = 0.2;

/** Signs of data in names; no one of them tells by itself. */
function signsOf(row: DomainLookups, limits: Readonly<Record<Names, number>>): string[] {
  return [
    row.meanLength >= limits.length ? "long names" : "",
    row.meanEntropy >= limits.entropy ? "names without words" : "",
    row.once >= row.names * MOSTLY ? "each asked about once" : "",
    row.texts >= row.queries * HALF ? "TXT or NULL records" : "",
    row.resolved <= row.names * RARE ? "hardly an address among the answers" : "",
  ].filter((sign) => sign !== "");
}

/** Data carried in names: many different ones under one domain in a day (RITA's measure), and several further signs beside it. */
export const dnsTunnel = detector<"domainLookups", Names>({
  id: "dns-tunnel",
  title: "Data carried in DNS names",
  severity: "high",
  techniques: ["T1071.004", "T1048"],
  needs: ["dns"],
  reads: ["domainLookups"],
  looksFor:
    "Many different names under one registered domain, most of them long, without words, asked about once, or of text records.",
  benign: "Content networks, antivirus and mail filters carry numbers in names too; those that are known are left out.",
  parameters: [
    { name: "names", words: "Different names in 24 hours", unit: "names", default: 50, least: 10, most: 1_000_000 },
    { name: "signs", words: "Further signs, of five", unit: "signs", default: 3, least: 1, most: 5 },
    { name: "length", words: "Mean length before the domain", unit: "characters", default: 20, least: 5, most: 200 },
    { name: "entropy", words: "Mean entropy", unit: "bits a character", default: 3, least: 1, most: 6 },
  ],
  evaluate: ({ domainLookups: rows }, limits) =>
    rows.flatMap((row): Found[] => {
      if (row.names < limits.names || EVERYDAY.test(row.domain)) return [];
      const signs = signsOf(row, limits);
      if (signs.length < limits.signs) return [];
      return [
        {
          ...{ about: row.domain, subject: row.asking.subject, instanceId: row.asking.instanceId },
          severity: signs.length > limits.signs ? "high" : "medium",
          summary: `${row.names} different names within 24 hours under ${row.domain}: ${signs.join(", ")}`,
          ...{ firstMs: row.firstMs, lastMs: row.lastMs },
          numbers: {
            ...{ "different names in 24 hours": row.names, "different names in 24 hours threshold": limits.names },
            "different names in all": row.namesInAll,
            ...{ "further signs": signs.length, "further signs threshold": limits.signs, queries: row.queries },
            ...{ "mean length": Math.round(row.meanLength), "mean length threshold": limits.length },
            ...{ "mean entropy": Number(row.meanEntropy.toFixed(2)), "mean entropy threshold": limits.entropy },
          },
          records: row.records,
        },
      ];
    }),
  examples: {
    fires: [
      {
        name: "hexadecimal text in TXT questions, each once",
        input: {
          domainLookups: [
            domainLookups({
              names: 60,
              once: 60,
              queries: 60,
              texts: 60,
              resolved: 0,
              meanLength: 30,
              meanEntropy: 3.6,
            }),
          ],
        },
      },
      {
        name: "questions for addresses that do not exist, long and without words",
        input: {
          domainLookups: [
            domainLookups({
              names: 900,
              once: 900,
              queries: 900,
              missing: 900,
              resolved: 0,
              meanLength: 55,
              meanEntropy: 4.4,
            }),
          ],
        },
      },
    ],
    silent: [
      {
        name: "a site with many hosts",
        input: { domainLookups: [domainLookups({ names: 400, resolved: 400, meanLength: 12 })] },
      },
      {
        name: "AWS's own names",
        input: {
          domainLookups: [
            domainLookups({
              domain: "amazonaws.com",
              names: 300,
              once: 300,
              queries: 300,
              resolved: 10,
              meanLength: 40,
              meanEntropy: 3.8,
            }),
          ],
        },
      },
      {
        name: "a content network's names, answered and asked about again",
        input: { domainLookups: [domainLookups({ names: 120, resolved: 120, meanLength: 28, meanEntropy: 3.4 })] },
      },
      {
        name: "a mail blocklist, asked by address",
        input: {
          domainLookups: [
            domainLookups({
              domain: "spamhaus.org",
              names: 2000,
              once: 2000,
              queries: 2000,
              resolved: 30,
              meanLength: 22,
              meanEntropy: 3.1,
            }),
          ],
        },
      },
      {
        name: "an antivirus that asks by hash",
        input: {
          domainLookups: [
            domainLookups({
              domain: "sophosxl.net",
              names: 500,
              once: 500,
              queries: 500,
              texts: 500,
              resolved: 0,
              meanLength: 50,
              meanEntropy: 4,
            }),
          ],
        },
      },
      {
        name: "a few names of the same form",
        input: {
          domainLookups: [
            domainLookups({ names: 12, once: 12, queries: 12, texts: 12, resolved: 0, meanLength: 40, meanEntropy: 4 }),
          ],
        },
      },
    ],
  },
});
