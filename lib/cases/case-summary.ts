export interface CaseSummary {
  id: string;
  title: string;
  state: string;
  scratch: boolean;
  /** Grows with every change of the evidence. */
  revision: number;
  windowFrom: Date | null;
  windowTo: Date | null;
  createdAt: Date;
}

export interface CaseRow {
  id: string;
  title: string;
  state: string;
  scratch: boolean;
  revision: number;
  window_from: Date | null;
  window_to: Date | null;
  created_at: Date;
}

export const CASE_COLUMNS = "id, title, state, scratch, revision, window_from, window_to, created_at";

export function caseSummary(row: CaseRow): CaseSummary {
  return {
    id: row.id,
    title: row.title,
    state: row.state,
    scratch: row.scratch,
    revision: row.revision,
    windowFrom: row.window_from,
    windowTo: row.window_to,
    createdAt: row.created_at,
  };
}
