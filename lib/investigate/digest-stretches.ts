import type { ChainReport, NamedFile } from "@/lib/custody/trail/trail.types";

interface DigestStretch {
  /** `account/region`. */
  subject: string;
  fromMs: number;
  toMs: number;
  state: "digest-gap" | "digest-mismatch";
  note: string;
}

const counted = (count: number) => (count === 1 ? "1 log file" : `${count} log files`);
const GAPS = {
  missing: "the digests of this time are not in the evidence",
  restarted: "no digest was made in this time: logging or its validation was off",
};

/** Where CloudTrail's digests do not vouch for the evidence: gaps in their chain, files that are missing or changed. Pure. */
export function digestStretches(
  chains: readonly ChainReport[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): DigestStretch[] {
  return chains
    .flatMap((chain): DigestStretch[] => {
      const subject = `${chain.accountId}/${chain.region}`;
      const of = `trail ${chain.trail}`;
      return [
        ...chain.gaps.map((gap) => ({
          ...{ subject, fromMs: gap.fromMs, toMs: gap.toMs },
          ...{ state: "digest-gap" as const, note: `${of}: ${GAPS[gap.why]}` },
        })),
        ...together(chain.missing).map(({ files, ...span }) => ({
          ...{ subject, ...span, state: "digest-gap" as const },
          note: `${of}: ${counted(files)} that its digests name ${files === 1 ? "is" : "are"} not in the evidence`,
        })),
        ...together(chain.differing).map(({ files, ...span }) => ({
          ...{ subject, ...span, state: "digest-mismatch" as const },
          note: `${of}: ${counted(files)} ${files === 1 ? "is" : "are"} not what its digests say`,
        })),
      ];
    })
    .map((row) => ({ ...row, fromMs: Math.max(row.fromMs, fromMs), toMs: Math.min(row.toMs, toMs) }))
    .filter((row) => row.fromMs < row.toMs);
}

/** Files of adjoining digests as one stretch; they come by time. */
function together(files: readonly NamedFile[]): { fromMs: number; toMs: number; files: number }[] {
  const stretches: { fromMs: number; toMs: number; files: number }[] = [];
  for (const { fromMs, toMs } of files) {
    const last = stretches.at(-1);
    if (last && fromMs <= last.toMs) {
      last.toMs = Math.max(last.toMs, toMs);
      last.files += 1;
    } else stretches.push({ fromMs, toMs, files: 1 });
  }
  return stretches;
}
