import type { RecordRef } from "@/lib/detect/detector.types";

/** Who asked: an instance, else the address that the question came from. */
export interface Asking {
  subject: string;
  instanceId: string | null;
}

/** What somebody asked about all names under one registered domain (by the public suffix list), over all evidence. */
export interface DomainLookups {
  asking: Asking;
  domain: string;
  /** Different names, and of them: asked about once, that do not exist, and that were answered with an address. */
  names: number;
  once: number;
  missing: number;
  resolved: number;
  queries: number;
  /** Queries for TXT and NULL records. */
  texts: number;
  /** Of the parts before the domain: mean length, and mean entropy in bits a character (Shannon). */
  meanLength: number;
  meanEntropy: number;
  /** Epoch ms. */
  firstMs: number;
  lastMs: number;
  /** The first twenty, in order of time. */
  records: RecordRef[];
}

/** What somebody asked within one hour (UTC) and was told does not exist. */
export interface MissingHour {
  asking: Asking;
  hourMs: number;
  /** Different names, those that a search list or a reverse lookup makes left out. */
  names: number;
  /** Of all different names asked about in that hour. */
  asked: number;
  firstMs: number;
  lastMs: number;
  records: RecordRef[];
}

/** A rule of the resolver's firewall that met questions. */
export interface FirewallHit {
  asking: Asking;
  /** BLOCK, ALERT or what the log says. */
  action: string;
  domain: string;
  queries: number;
  firstMs: number;
  lastMs: number;
  records: RecordRef[];
}
