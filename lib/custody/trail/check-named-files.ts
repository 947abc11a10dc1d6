import { compareText } from "@/lib/core/compare-text";
import { isSameHash } from "@/lib/custody/trail/check-links";
import { baseName, plainName } from "@/lib/custody/trail/digest-name";
import type { ChainReport, FileCheckRow, NamedFile, StoredDigest, TrailFile } from "@/lib/custody/trail/trail.types";

/** The files of a case by what they hash to and by name, with what digests were found to say of them. */
export class LogFiles {
  readonly #byHash = new Map<string, number>();
  readonly #byName = new Map<string, number>();
  readonly #matching = new Map<number, string>();
  readonly #differing = new Map<number, string>();

  constructor(files: readonly TrailFile[]) {
    for (const { fileId, sha256, inflatedSha256, names } of files) {
      this.#byHash.set(sha256, fileId);
      if (inflatedSha256 !== null) this.#byHash.set(inflatedSha256, fileId);
      for (const name of names) this.#byName.set(plainName(name), fileId);
    }
  }

  /** What a digest says of the file under a key. CloudTrail hashes the uncompressed content; a file is also taken as it is. */
  find(hash: string, key: string, digest: string): "matching" | "differing" | "missing" {
    const file = this.#byHash.get(hash.padStart(64, "0"));
    if (file !== undefined) {
      this.#matching.set(file, digest);
      return "matching";
    }
    const named = this.#byName.get(plainName(key));
    if (named === undefined) return "missing";
    this.#differing.set(named, digest);
    return "differing";
  }

  /** A file that is what one digest says is not doubted for what another says of its name. */
  verdicts(): FileCheckRow[] {
    const differing = [...this.#differing].filter(([fileId]) => !this.#matching.has(fileId));
    return [
      ...[...this.#matching].map(([fileId, digest]) => ({
        ...{ fileId, state: "matches" as const },
        note: `its hash is the one in ${baseName(digest)}`,
      })),
      ...differing.map(([fileId, digest]) => ({
        ...{ fileId, state: "differs" as const },
        note: `${baseName(digest)} gives another hash for it`,
      })),
    ];
  }
}

/** What becomes of the log files that the digests of a chain name; a file that several name counts once. */
export function checkNamedFiles(
  digests: readonly StoredDigest[],
  logs: LogFiles,
): Pick<ChainReport, "named" | "matching" | "missing" | "differing"> {
  const seen = new Map<string, string>();
  const report = { named: 0, matching: 0, missing: [] as NamedFile[], differing: [] as NamedFile[] };
  for (const { digest } of digests) {
    for (const { bucket, key, hash, oldestMs } of digest.logFiles) {
      const place = `${bucket}/${key}`;
      const before = seen.get(place);
      if (before !== undefined && isSameHash(before, hash)) continue;
      seen.set(place, hash);
      report.named += 1;
      const found = logs.find(hash, key, digest.key);
      if (found === "matching") report.matching += 1;
      else
        report[found].push({ key, fromMs: Math.min(oldestMs ?? digest.startMs, digest.startMs), toMs: digest.endMs });
    }
  }
  const byTime = (a: NamedFile, b: NamedFile) => a.fromMs - b.fromMs || compareText(a.key, b.key);
  report.missing.sort(byTime);
  report.differing.sort(byTime);
  return report;
}
