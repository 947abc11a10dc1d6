import type { Known } from "@/lib/athena/questions/known.types";
import type { LogTable } from "@/lib/athena/tables/log-table.types";

/** What is asked of one table or of several, and of what time. */
export interface Ask {
  tables: readonly LogTable[];
  known: Known;
  /** Epoch milliseconds; `toMs` is outside of it. */
  fromMs: number;
  toMs: number;
}
