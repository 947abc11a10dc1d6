import { compareText } from "@/lib/core/compare-text";
import { leastOf, mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import type { PublicKeyFact, SignatureFact } from "@/lib/core/trail-facts";
import { checkLinks } from "@/lib/custody/trail/check-links";
import { checkNamedFiles, LogFiles } from "@/lib/custody/trail/check-named-files";
import { baseName, plainName, readDigestName, readLogName } from "@/lib/custody/trail/digest-name";
import type {
  ChainReport,
  FileCheckRow,
  StoredDigest,
  StoredFact,
  TrailCheck,
  TrailFile,
} from "@/lib/custody/trail/trail.types";
import { readKeys, type SignatureState, verifySignature } from "@/lib/custody/trail/verify-signature";

interface Chain {
  chain: string;
  accountId: string;
  region: string;
  trail: string;
  /** By time. */
  digests: StoredDigest[];
  /** Made later, outside the chain: they name files and link to nothing. */
  backfills: StoredDigest[];
}

const SIGNATURE_WORDS: Record<SignatureState, string> = {
  verified: "signature verified",
  wrong: "its signature is wrong",
  outside: "its signature holds, by a public key that was not valid at its time",
  noKey: "its public key is not in the evidence",
  noSignature: "its signature is not in the evidence",
};

/**
 * Holds CloudTrail's digests against the files of a case: whether each log file is what a digest says, each digest what
 * the next one says, what is named and missing, and who signed it. Equal facts give equal results, in a fixed order.
 */
export function checkTrail(facts: readonly StoredFact[], files: readonly TrailFile[]): TrailCheck {
  const fileOf = new Map(files.map((file) => [file.fileId, file]));
  const stored: StoredDigest[] = [];
  const keyFacts: PublicKeyFact[] = [];
  const signatureFacts: { name: string; fact: SignatureFact }[] = [];
  for (const { fileId, fact } of facts) {
    const file = fileOf.get(fileId);
    if (fact.kind === "public-key") keyFacts.push(fact);
    else if (fact.kind === "signature") signatureFacts.push({ name: file?.names[0] ?? "", fact });
    else {
      const hashes = [fact.textHash, file?.inflatedSha256, file?.sha256].filter((hash) => typeof hash === "string");
      stored.push({ fileId, digest: fact, hashes: [...new Set(hashes)] });
    }
  }
  const keys = readKeys(keyFacts);
  const signaturesOf = gatherSignatures(stored, signatureFacts);
  const logs = new LogFiles(files.filter(({ kind }) => kind !== "cloudtrail-digest"));
  const rows = new Map<number, FileCheckRow>();
  const chains = chainsOf(stored).map((chain): ChainReport => {
    const links = checkLinks(chain.digests);
    const named = checkNamedFiles([...chain.digests, ...chain.backfills], logs);
    const signatures = { verified: 0, wrong: 0, outside: 0, noKey: 0, noSignature: 0 };
    for (const { fileId, digest, hashes } of [...chain.digests, ...chain.backfills]) {
      const signed = verifySignature(digest, hashes, signaturesOf.get(digest.key) ?? [], keys);
      signatures[signed] += 1;
      const { state, note } = links.states.get(digest) ?? { state: "unlinked" as const, note: "outside the chain" };
      rows.set(fileId, {
        fileId,
        state: signed === "wrong" ? "broken" : state,
        note: `${note}; ${SIGNATURE_WORDS[signed]}`,
      });
    }
    const all = [...chain.digests, ...chain.backfills].map(({ digest }) => digest);
    return {
      ...{ chain: chain.chain, accountId: chain.accountId, region: chain.region, trail: chain.trail },
      fromMs: leastOf(all, ({ startMs }) => startMs),
      toMs: mostOf(all, ({ endMs }) => endMs),
      digests: all.length,
      ...{ linked: links.linked, broken: links.broken, gaps: links.gaps },
      ...named,
      signatures,
    };
  });
  for (const row of logs.verdicts()) rows.set(row.fileId, row);
  for (const row of unnamed(files, chains, rows)) rows.set(row.fileId, row);
  return { chains, files: [...rows.values()].sort((a, b) => a.fileId - b.fileId) };
}

/** Digests of one trail, region and home region, by time. */
function chainsOf(stored: readonly StoredDigest[]): Chain[] {
  const placed = stored.map((entry) => {
    const { key, accountId } = entry.digest;
    const name = readDigestName(key) ?? {
      accountId,
      region: "unknown",
      trail: baseName(key),
      homeRegion: "",
      backfill: false,
    };
    return { ...entry, name, chain: [name.accountId, name.region, name.trail, name.homeRegion].join("/") };
  });
  return [...groupBy(placed, ({ chain }) => chain)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([chain, entries]) => {
      const sorted = entries.sort(
        ({ digest: a }, { digest: b }) =>
          a.endMs - b.endMs || compareText(a.key, b.key) || compareText(a.textHash, b.textHash),
      );
      const { accountId, region, trail } = sorted[0]?.name ?? { accountId: "", region: "", trail: "" };
      return {
        ...{ chain, accountId, region, trail },
        digests: sorted.filter(({ name }) => !name.backfill),
        backfills: sorted.filter(({ name }) => name.backfill),
      };
    });
}

/** Signatures that may be a digest's, by its key: the next digest repeats it, or its object's metadata were saved. */
function gatherSignatures(
  stored: readonly StoredDigest[],
  given: readonly { name: string; fact: SignatureFact }[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (key: string, signature: string | null | undefined) => {
    if (signature) found.set(key, [...(found.get(key) ?? []), signature]);
  };
  for (const { digest } of stored) if (digest.previous) add(digest.previous.key, digest.previous.signature);
  const keyOf = new Map(stored.map(({ digest }) => [plainName(digest.key), digest.key]));
  for (const { name, fact } of given) {
    // `….json.gz.metadata.json` lies beside `….json.gz`.
    const named = /^(.+?\.json)(?:\.gz)?[._-]/.exec(baseName(name))?.[1] ?? "";
    const key = keyOf.get(plainName(fact.key ?? named));
    if (key !== undefined) add(key, fact.signature);
  }
  return found;
}

/** CloudTrail files delivered in a chain's time that none of its digests names. */
function unnamed(
  files: readonly TrailFile[],
  chains: readonly ChainReport[],
  rows: ReadonlyMap<number, FileCheckRow>,
): FileCheckRow[] {
  return files.flatMap(({ fileId, names }) => {
    const name = names.map(readLogName).find((read) => read !== null);
    if (!name || rows.has(fileId)) return [];
    const covered = chains.some(
      ({ accountId, region, fromMs, toMs, gaps }) =>
        accountId === name.accountId &&
        region === name.region &&
        name.deliveredMs >= fromMs &&
        name.deliveredMs < toMs &&
        !gaps.some((gap) => name.deliveredMs >= gap.fromMs && name.deliveredMs < gap.toMs),
    );
    return covered ? [{ fileId, state: "unnamed" as const, note: "no digest of its time names this file" }] : [];
  });
}
