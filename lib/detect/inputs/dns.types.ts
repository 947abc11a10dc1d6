import type { RecordRef } from "@/lib/detect/detector.types";

/** Who asked: an instance, else the address that the question came from, with its VPC. */
export interface Asking {
  subject: string;
  instanceId: string | null;
}

/** What somebody asked about all names under one registered domain (by the public suffix list), in the day with most of them. */
export interface DomainLookups {
  asking: Asking;
  domain: string;
  /** Different names, and of them: asked about once, that do not exist, and that were answered with an address. */
  names: number;
  once: number;
  missing: number;
  resolved: number;
  /** Different names over all evidence. */
  namesInAll: number;
  queries: number;
  /** Queries for TXT and NULL records. */
  texts: number;
  /** Of the parts before the domain: mean length, and mean entropy in bits a character (Shannon). */
  meanLength: number;
  meanEntropy: number;
  /** Of all days with as many names as the detector asks for; epoch ms. */
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

/** The busiest hour of a stretch of time in which one asker asked about new domains without words in their names. */
export interface NewDomainsHour {
  /** Of the stretch, in which no hour passed without one; epoch ms. */
  firstMs: number;
  lastMs: number;
  /** Of the hour: different domains, and of them those of which every answer said that no name exists. */
  domains: number;
  missing: number;
  /** Mean bits a letter (lib/detect/names/strangeness.ts). */
  strange: number;
  /** The first three. */
  named: string[];
  /** The first twenty, in order of time. */
  records: RecordRef[];
}

/** Registered domains whose own label is no word, as one asker first asked about them. */
export interface NewDomains {
  asking: Asking;
  /** Over all evidence. */
  domains: number;
  /** In order of time, those with as many domains as the detector asks for. */
  hours: NewDomainsHour[];
}
