import { groupBy } from "@/lib/core/group-by";
import { quantile } from "@/lib/detect/channels/beacon-score";
import { detector, type Found } from "@/lib/detect/detector.types";
import {
  aboutContact,
  bytesWords,
  contactProof,
  contactSubject,
  contactWords,
} from "@/lib/detect/detectors/contact-words";
import { uploadVolumeExamples } from "@/lib/detect/detectors/upload-volume.examples";
import type { Contact, SentHour } from "@/lib/detect/inputs/inputs.types";

type Names = "bytes" | "ratio" | "score" | "hours" | "share";
const HOUR = 3_600_000;
/** Under this spread of log10 bytes, an hour a little above the rest would count as far above it. */
const LEAST_SPREAD = 0.1;
const GIGABYTE = 1e9;

interface LoudHour extends SentHour {
  score: number;
  medianBytes: number;
}

/** Hours far above the interface's others, the furthest first: robust z-scores, 0.6745 (x - median) / MAD, on log10 of the bytes. */
function loudHours(hours: readonly SentHour[], limits: Readonly<Record<Names, number>>): LoudHour[] {
  if (hours.length < limits.hours) return [];
  const values = hours.map(({ bytesOut }) => Math.log10(bytesOut + 1));
  const median = quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
  const distances = values.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
  const spread = Math.max(quantile(distances, 0.5), LEAST_SPREAD);
  const loud = hours.flatMap((hour, at) => {
    const score = (0.6745 * ((values[at] ?? 0) - median)) / spread;
    return score >= limits.score && hour.bytesOut >= limits.bytes
      ? [{ ...hour, score, medianBytes: Math.round(10 ** median - 1) }]
      : [];
  });
  return loud.sort((a, b) => b.score - a.score);
}

function examine(contact: Contact, loud: readonly LoudHour[], limits: Readonly<Record<Names, number>>): Found[] {
  if (contact.internal || contact.bytesOut < limits.bytes) return [];
  const ratio = contact.bytesOut / (contact.bytesIn + 1);
  if (ratio < limits.ratio) return [];
  const hour = loud.find(
    ({ hourMs, bytesOut }) =>
      contact.firstMs < hourMs + HOUR && contact.lastMs >= hourMs && contact.bytesOut >= limits.share * bytesOut,
  );
  if (!hour) return [];
  return [
    {
      about: aboutContact(contact),
      ...contactSubject(contact),
      severity: contact.bytesOut >= GIGABYTE ? "high" : "medium",
      summary: `${bytesWords(contact.bytesOut)} went to ${contactWords(contact)}; the hour with the most sent ${bytesWords(hour.bytesOut)}, the usual one ${bytesWords(hour.medianBytes)}`,
      firstMs: contact.firstMs,
      lastMs: contact.lastMs,
      numbers: {
        "bytes out": contact.bytesOut,
        "bytes out threshold": limits.bytes,
        "out for each byte in": Number(ratio.toFixed(1)),
        "out for each byte in threshold": limits.ratio,
        "hour above the usual": Number(hour.score.toFixed(1)),
        "hour above the usual threshold": limits.score,
        "bytes in that hour": hour.bytesOut,
        "bytes in the usual hour": hour.medianBytes,
      },
      records: contactProof(contact, contact.firstMs, contact.lastMs),
    },
  ];
}

/** Much more out than is usual for the interface, to one outside address that took most of it. */
export const uploadVolume = detector<"uploads" | "sentHours", Names>({
  id: "upload-volume",
  title: "Much more sent out than usual",
  severity: "high",
  techniques: ["T1048", "T1041"],
  needs: ["flow"],
  reads: ["uploads", "sentHours"],
  looksFor: "An hour in which an interface sent far more than in its other hours, most of it to one outside address.",
  benign:
    "Backups, exports and releases that run once; a service that has just begun; a copy to a storage service of one's own.",
  parameters: [
    { name: "bytes", words: "Least bytes out", unit: "bytes", default: 100_000_000, least: 1_000_000, most: 1e13 },
    { name: "ratio", words: "Least bytes out for each byte in", unit: "bytes", default: 3, least: 0, most: 1000 },
    {
      name: "score",
      words: "Least distance from the usual hour",
      unit: "robust standard deviations",
      default: 3.5,
      least: 1,
      most: 100,
    },
    { name: "hours", words: "Least hours to compare with", unit: "hours", default: 12, least: 3, most: 1000 },
    { name: "share", words: "Least share of the hour's bytes", unit: "of 1", default: 0.3, least: 0, most: 1 },
  ],
  evaluate({ uploads, sentHours }, limits) {
    const byInterface = groupBy(sentHours, ({ near }) => near.interfaceNo);
    const loud = new Map([...byInterface].map(([no, hours]) => [no, loudHours(hours, limits)]));
    return uploads.flatMap((contact) => examine(contact, loud.get(contact.near.interfaceNo) ?? [], limits));
  },
  examples: uploadVolumeExamples,
});
