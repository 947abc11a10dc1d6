/** A record of one connection, at one interface; its two directions are records of their own. */
export interface ConnectionRecord {
  startMs: number;
  endMs: number;
  /** It goes the same way as the record that is looked at. */
  sameWay: boolean;
  /** Null where the log has no action. */
  accepted: boolean | null;
  /** Null where the format has no flags. */
  tcpFlags: number | null;
}

export interface Connection {
  /** Records of it that are known, of both ways. */
  records: number;
  /** Who opened it, as the source or the destination of the record that is looked at; null where no flags tell. */
  openedBy: "source" | "destination" | null;
  /** When a record shows it ending (FIN or RST); null where none does. */
  closedMs: number | null;
  /** Opened and closed within one record. */
  short: boolean;
  /** It is refused one way after it was accepted the other. */
  answerRefused: boolean;
}

const [FIN, SYN, RST, ACK] = [1, 2, 4, 16];

/**
 * What the records of one 5-tuple tell of its connection: `tcp-flags` with SYN and not ACK are the opener's, with both the
 * other side's; FIN or RST end it. Pure; the order of the records does not matter.
 * Source: VPC User Guide, "Flow log records", `tcp-flags`.
 */
export function tellConnection(records: readonly ConnectionRecord[]): Connection {
  const sides = new Set<"source" | "destination">();
  let closedMs: number | null = null;
  let short = false;
  for (const { tcpFlags, sameWay, endMs } of records) {
    if (tcpFlags === null) continue;
    if ((tcpFlags & SYN) !== 0) sides.add(sameWay === ((tcpFlags & ACK) === 0) ? "source" : "destination");
    if ((tcpFlags & (FIN | RST)) === 0) continue;
    closedMs = Math.max(closedMs ?? endMs, endMs);
    short ||= (tcpFlags & SYN) !== 0;
  }
  const [side] = sides;
  const refused = records.filter(({ sameWay, accepted }) => sameWay && accepted === false);
  const accepted = records.filter(({ sameWay, accepted: was }) => !sameWay && was === true);
  const first = (of: readonly ConnectionRecord[]) =>
    of.reduce((least, { startMs }) => Math.min(least, startMs), Number.POSITIVE_INFINITY);
  return {
    ...{ records: records.length, closedMs, short },
    // Openers on both sides: the ports were used again, and the flags tell of two connections.
    openedBy: sides.size === 1 && side !== undefined ? side : null,
    answerRefused: refused.length > 0 && first(accepted) <= first(refused),
  };
}
