import type pg from "pg";
import type { Parameters } from "@/lib/detect/detector.types";
import type { Ledger } from "@/lib/ledger/ledger.types";
import type { OwnAddresses } from "@/lib/ledger/own-addresses";
import type { AddressLabel } from "@/lib/reference/reference.types";

/** What the readers of one run share. */
export interface RunContext {
  /** The run's own connection: temporary tables live as long as it. */
  client: pg.ClientBase;
  /** Gives another connection, beside the run's own, the settings that a run reads with. */
  giveSettings(connection: pg.ClientBase): Promise<void>;
  caseId: string;
  /** The loads whose records belong to the case. */
  loads: readonly number[];
  ledger: Ledger;
  /** Interfaces that count, by number: gateways' are left out, what passes there is somebody else's. */
  interfaces: ReadonlyMap<number, string>;
  own: readonly OwnAddresses[];
  /** What AWS's published ranges say of an address; null where nobody loaded them. */
  awsOf(ip: string): AddressLabel["aws"];
  /** A detector's parameters as this case has them. */
  parametersOf(detectorId: string): Parameters;
}
