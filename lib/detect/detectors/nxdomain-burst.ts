import { detector, type Found } from "@/lib/detect/detector.types";
import { askedHour, missingHour } from "@/lib/detect/detectors/made-up-lookups";

type Names = "names" | "share";

const HOSTS = Array.from({ length: 200 }, (_, n) => `host-${n}`);
const gone = (name: string) => ({ name, missing: true });
const SEARCHED = HOSTS.flatMap((host) => [
  ...["corp.example", "site.example", "eu-west-1.compute.internal"].map((suffix) =>
    gone(`${host}.api.example.${suffix}`),
  ),
  { name: `${host}.api.example`, missing: false },
]);
const OF_A_CLUSTER = HOSTS.flatMap((host, n) => [
  ...["default.svc.cluster.local", "svc.cluster.local", "eu-west-1.compute.internal"].map((end) =>
    gone(`${host}.${end}`),
  ),
  gone(`${n}.0.20.10.in-addr.arpa`),
]);

/** Many names that do not exist, within an hour. */
export const nxdomainBurst = detector<"missingHours", Names>({
  id: "nxdomain-burst",
  title: "Many names that do not exist",
  severity: "medium",
  techniques: ["T1568.002", "T1018"],
  needs: ["dns"],
  reads: ["missingHours"],
  looksFor: "Many different names within an hour that do not exist, of all that were asked about.",
  benign:
    "A search list tries each name under each suffix, and reverse lookups ask about every address: both are left out where they can be told.",
  parameters: [
    { name: "names", words: "Different names in an hour", unit: "names", default: 100, least: 10, most: 1_000_000 },
    { name: "share", words: "Of all names asked about", unit: "of 1", default: 0.5, least: 0.01, most: 1 },
  ],
  evaluate: ({ missingHours }, limits) =>
    missingHours.flatMap((row): Found[] => {
      const share = row.asked > 0 ? row.names / row.asked : 0;
      if (row.names < limits.names || share < limits.share) return [];
      return [
        {
          ...{ about: new Date(row.hourMs).toISOString(), subject: row.asking.subject },
          ...{ instanceId: row.asking.instanceId, severity: "medium" },
          summary: `${row.names} different names within an hour do not exist`,
          ...{ firstMs: row.firstMs, lastMs: row.lastMs },
          numbers: {
            ...{ "names that do not exist": row.names, "names that do not exist threshold": limits.names },
            ...{ "share of all names": Number(share.toFixed(2)), "share of all names threshold": limits.share },
          },
          records: row.records,
        },
      ];
    }),
  examples: {
    fires: [
      { name: "300 of 310", input: { missingHours: [missingHour({ names: 300, asked: 310 })] } },
      {
        name: "names that do not exist beside what a search list makes of them",
        input: {
          missingHours: [askedHour(HOSTS.flatMap((host) => [gone(`${host}.net`), gone(`${host}.net.corp.example`)]))],
        },
      },
    ],
    silent: [
      { name: "a dozen", input: { missingHours: [missingHour({ names: 12, asked: 14 })] } },
      { name: "many among very many", input: { missingHours: [missingHour({ names: 150, asked: 4000 })] } },
      { name: "a search list that tries each name under each suffix", input: { missingHours: [askedHour(SEARCHED)] } },
      { name: "a cluster's own suffixes, and reverse lookups", input: { missingHours: [askedHour(OF_A_CLUSTER)] } },
    ],
  },
});
