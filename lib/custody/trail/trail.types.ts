import type { DigestFact, TrailFact } from "@/lib/core/trail-facts";

/** A file of evidence as the digests are held against it. */
export interface TrailFile {
  fileId: number;
  kind: string;
  sha256: string;
  /** Of what it inflates to; null where that is not known or it is not compressed. */
  inflatedSha256: string | null;
  names: string[];
}

export interface StoredFact {
  fileId: number;
  fact: TrailFact;
}

/** A digest with the file it stands in. */
export interface StoredDigest {
  fileId: number;
  digest: DigestFact;
  /** What its body may hash to, as delivered and as it lies here. */
  hashes: string[];
}

/** A time that no digest of the chain covers. */
export interface ChainGap {
  fromMs: number;
  toMs: number;
  /** `missing`: a digest is named and not there; `restarted`: logging or its validation was off in between. */
  why: "missing" | "restarted";
}

/** A log file that a digest names and that is not as it says. */
export interface NamedFile {
  key: string;
  /** Of its digest. */
  fromMs: number;
  toMs: number;
}

/** What the digests of one trail in one region came to. */
export interface ChainReport {
  chain: string;
  accountId: string;
  region: string;
  trail: string;
  fromMs: number;
  toMs: number;
  digests: number;
  /** Digests whose link to the one before holds. */
  linked: number;
  /** Keys of digests that are not what the next one says. */
  broken: string[];
  gaps: ChainGap[];
  named: number;
  matching: number;
  missing: NamedFile[];
  differing: NamedFile[];
  /** How many of its digests' signatures came to what; `outside`: by a key that was not valid then. */
  signatures: { verified: number; wrong: number; outside: number; noKey: number; noSignature: number };
}

export type FileCheckState = "matches" | "differs" | "unnamed" | "linked" | "unlinked" | "starting" | "broken";

export interface FileCheckRow {
  fileId: number;
  state: FileCheckState;
  note: string;
}

export interface TrailCheck {
  chains: ChainReport[];
  files: FileCheckRow[];
}
