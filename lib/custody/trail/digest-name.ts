const DIGEST = /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z0-9-]+)_\d{8}T\d{6}Z(_backfill)?\.json(?:\.gz)?$/;
const LOG = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[0-9A-Za-z]+\.json(?:\.gz)?$/;

/** The last part of a key or of a name of evidence, which may stand inside an archive. */
export function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("!"), name.lastIndexOf("\\")) + 1);
}

/** The same for an object and for its unpacked content. */
export function plainName(name: string): string {
  return baseName(name).replace(/\.gz$/, "");
}

export interface DigestName {
  accountId: string;
  region: string;
  trail: string;
  homeRegion: string;
  /** Made later for a time that has its digests: outside the chain. */
  backfill: boolean;
}

/** What the key of a digest says. Source: CloudTrail User Guide, "Digest file location". */
export function readDigestName(key: string): DigestName | null {
  const [, accountId, region, trail, homeRegion, backfill] = DIGEST.exec(baseName(key)) ?? [];
  if (!accountId || !region || !trail || !homeRegion) return null;
  return { accountId, region, trail, homeRegion, backfill: backfill !== undefined };
}

/** Whose events a log file holds, and when it was delivered, by its name. Source: "CloudTrail log file name format". */
export function readLogName(name: string): { accountId: string; region: string; deliveredMs: number } | null {
  const [, accountId, region, ...time] = LOG.exec(baseName(name)) ?? [];
  if (!accountId || !region) return null;
  const [year, month, day, hour, minute] = time.map(Number) as [number, number, number, number, number];
  return { accountId, region, deliveredMs: Date.UTC(year, month - 1, day, hour, minute) };
}
