import type { Ledger } from "@/lib/ledger/ledger.types";

/** Someone who asked the resolver: the same over many queries. */
export interface Asker {
  askerNo: number;
  instanceId: string | null;
  vpcId: string | null;
  sourceIp: string | null;
}

/** An asker's queries in this stretch of time are the instance's. Null is "as far as the evidence reaches". */
export interface AskerStretch {
  askerNo: number;
  instanceId: string;
  fromMs: number | null;
  toMs: number | null;
}

/** A query is of the instance that the log names, else of the holder of the asker's address at that time, else nobody's. */
export function askerStretches(askers: readonly Asker[], ledger: Pick<Ledger, "addressSegments">): AskerStretch[] {
  return askers.flatMap(({ askerNo, instanceId, vpcId, sourceIp }) => {
    if (instanceId !== null) return [{ askerNo, instanceId, fromMs: null, toMs: null }];
    if (sourceIp === null) return [];
    return ledger.addressSegments(vpcId, sourceIp).map((segment) => ({ askerNo, ...segment }));
  });
}
