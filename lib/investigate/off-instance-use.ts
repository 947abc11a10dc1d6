import { type AddressKind, addressKind } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { sortedTexts } from "@/lib/investigate/group-api-calls";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { OwnAddress } from "@/lib/ledger/ledger.types";

/** Calls of one own caller from one address, within one stretch between changes of the instance's addresses. */
export interface UseRow {
  roleArn: string | null;
  sessionName: string | null;
  accessKeyId: string | null;
  /** Canonical text; null where the source is a service name. */
  sourceIp: string | null;
  viaEndpoint: boolean;
  /** A service made the call on the role's behalf. */
  onBehalf: boolean;
  /** Number of address changes (see `addressCuts`) at or before the calls. */
  stretch: number;
  calls: number;
  firstMs: number;
  lastMs: number;
  /** The same over all evidence, whatever the window. */
  callsEver: number;
  firstEverMs: number;
}

/** The times at which the instance's own addresses change, in order. */
export function addressCuts(own: readonly OwnAddress[]): number[] {
  const cuts = own.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms !== null);
  return [...new Set(cuts)].sort((a, b) => a - b);
}

/**
 * The role sessions' use from addresses that are not the instance's. Private addresses, public IPv4 and IPv6 are
 * judged apart: by the known own addresses of that kind at that time, or, where none is known, by the address of that
 * kind behind most of the session's calls in all evidence (the earliest at a tie), and `basis` is then `assumed`.
 * A private address is an own one only on calls through a VPC endpoint.
 */
export function offInstanceUse(rows: readonly UseRow[], own: readonly OwnAddress[]): InstanceV1["offInstanceUse"] {
  const groups = new Map<string, { rows: UseRow[]; sourceIp: string; basis: "known" | "assumed" }>();
  for (const { row, sourceIp, basis } of foreignUses(rows, own)) {
    if (row.calls === 0) continue;
    const key = `${sourceIp} ${basis}`;
    const group = groups.get(key) ?? { rows: [], sourceIp, basis };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ rows: used, sourceIp, basis }) => ({
      sourceIp,
      accessKeyIds: sortedTexts(used.map((row) => row.accessKeyId)),
      calls: used.reduce((sum, row) => sum + row.calls, 0),
      firstSeen: isoInstant(used.reduce((first, row) => Math.min(first, row.firstMs), Number.POSITIVE_INFINITY)),
      lastSeen: isoInstant(used.reduce((last, row) => Math.max(last, row.lastMs), Number.NEGATIVE_INFINITY)),
      basis,
    }))
    .sort((a, b) => b.calls - a.calls || compareText(a.sourceIp, b.sourceIp) || compareText(a.basis, b.basis));
}

/** The rows that `offInstanceUse` adds up, each with its basis; those without calls in the window among them. */
export function foreignUses<Row extends UseRow>(
  rows: readonly Row[],
  own: readonly OwnAddress[],
): { row: Row; sourceIp: string; basis: "known" | "assumed" }[] {
  const cuts = addressCuts(own);
  const standIns = standInAddresses(rows);
  return rows.flatMap((row) => {
    if (row.onBehalf || row.sourceIp === null) return [];
    const { sourceIp } = row;
    const kind = addressKind(sourceIp);
    const atMs = row.stretch === 0 ? Number.NEGATIVE_INFINITY : (cuts[row.stretch - 1] ?? Number.NEGATIVE_INFINITY);
    const known = own.filter((address) => addressKind(address.ip) === kind && holdsAt(address, atMs));
    const basis = known.length > 0 ? "known" : "assumed";
    const isOwn =
      known.length > 0 ? known.some(({ ip }) => ip === sourceIp) : standIns.get(sessionKey(row, kind)) === sourceIp;
    return isOwn && (kind !== "private" || row.viaEndpoint) ? [] : [{ row, sourceIp, basis }];
  });
}

function holdsAt({ fromMs, toMs }: OwnAddress, atMs: number): boolean {
  return (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs);
}

function sessionKey(row: UseRow, kind: AddressKind): string {
  return JSON.stringify([row.roleArn, row.sessionName, kind]);
}

function standInAddresses(rows: readonly UseRow[]): Map<string, string> {
  const uses = new Map<string, Map<string, { calls: number; firstMs: number }>>();
  for (const row of rows) {
    if (row.onBehalf || row.sourceIp === null) continue;
    const kind = addressKind(row.sourceIp);
    if (kind === "private" && !row.viaEndpoint) continue;
    const key = sessionKey(row, kind);
    const ofSession = uses.get(key) ?? new Map<string, { calls: number; firstMs: number }>();
    const use = ofSession.get(row.sourceIp) ?? { calls: 0, firstMs: Number.POSITIVE_INFINITY };
    use.calls += row.callsEver;
    use.firstMs = Math.min(use.firstMs, row.firstEverMs);
    ofSession.set(row.sourceIp, use);
    uses.set(key, ofSession);
  }
  const standIns = new Map<string, string>();
  for (const [key, ofSession] of uses) {
    const [first] = [...ofSession].sort(
      ([ipA, a], [ipB, b]) => b.calls - a.calls || a.firstMs - b.firstMs || compareText(ipA, ipB),
    );
    if (first) standIns.set(key, first[0]);
  }
  return standIns;
}
