import type { DigestFact } from "@/lib/core/trail-facts";
import { baseName } from "@/lib/custody/trail/digest-name";
import type { ChainGap, FileCheckState, StoredDigest } from "@/lib/custody/trail/trail.types";

interface Links {
  linked: number;
  /** Keys of digests that are not what the next one says. */
  broken: string[];
  gaps: ChainGap[];
  states: Map<DigestFact, { state: FileCheckState; note: string }>;
}

/** Whether each digest of a chain, sorted by time, is what the next one says it is, and where one is missing. */
export function checkLinks(digests: readonly StoredDigest[]): Links {
  const links: Links = { linked: 0, broken: [], gaps: [], states: new Map() };
  const byKey = new Map<string, StoredDigest[]>();
  for (const entry of digests) {
    const key = placeOf(entry.digest);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  const broken: { of: StoredDigest; by: DigestFact }[] = [];
  for (const [index, { digest }] of digests.entries()) {
    const before = digests[index - 1]?.digest;
    const { previous } = digest;
    const named = previous ? byKey.get(placeOf(previous)) : undefined;
    if (previous && named) {
      const holds = named.some(({ hashes }) => hashes.some((hash) => isSameHash(hash, previous.hash)));
      if (holds) links.linked += 1;
      else for (const of of named) broken.push({ of, by: digest });
      links.states.set(
        digest,
        holds
          ? { state: "linked", note: "the digest before it is as it says" }
          : { state: "broken", note: "the digest before it is not as it says" },
      );
      continue;
    }
    // One that is delivered twice under one name comes at the same time: no gap. A new beginning tells, however short.
    if (before && (previous ? before.endMs < digest.startMs : before.endMs <= digest.startMs)) {
      links.gaps.push({ fromMs: before.endMs, toMs: digest.startMs, why: previous ? "missing" : "restarted" });
    }
    links.states.set(
      digest,
      previous
        ? { state: "unlinked", note: "the digest before it is not in the evidence" }
        : {
            state: "starting",
            note: before ? "a new chain begins here: validation was off before" : "the chain begins here",
          },
    );
  }
  // Told last: a digest that the next one contradicts is told of as that, whatever its own link says.
  for (const { of, by } of broken) {
    links.broken.push(of.digest.key);
    links.states.set(of.digest, { state: "broken", note: `${baseName(by.key)} gives another hash for it` });
  }
  links.broken = [...new Set(links.broken)].sort();
  return links;
}

function placeOf({ bucket, key }: { bucket: string; key: string }): string {
  return `${bucket}/${key}`;
}

/** Hashes are numbers: one that lost a leading zero on its way is the same. */
export function isSameHash(hash: string, said: string | null): boolean {
  return said !== null && said !== "" && hash.padStart(64, "0") === said.padStart(64, "0");
}
