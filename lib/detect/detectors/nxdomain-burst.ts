import { detector, type Found } from "@/lib/detect/detector.types";
import { missingHour } from "@/lib/detect/detectors/made-up-lookups";

type Names = "names" | "share";

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
    "A search list tries each name under each suffix, and a wrong setting asks again and again: both are left out where they can be told.",
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
    fires: [{ name: "300 of 310", input: { missingHours: [missingHour({ names: 300, asked: 310 })] } }],
    silent: [
      { name: "a dozen", input: { missingHours: [missingHour({ names: 12, asked: 14 })] } },
      { name: "many among very many", input: { missingHours: [missingHour({ names: 150, asked: 4000 })] } },
      // What the reader leaves out: names under cluster.local and internal, and reverse lookups.
      { name: "a cluster's search list", input: { missingHours: [missingHour({ names: 0, asked: 900 })] } },
    ],
  },
});
