/** Where the ledger says who had an address, interface or key at a time; without one, where it lists its holders. */
export function ledgerHref(caseId: string, name: string, atMs: number | null): string {
  const query = new URLSearchParams(atMs === null ? { q: name } : { who: name, at: new Date(atMs).toISOString() });
  return `/cases/${encodeURIComponent(caseId)}/ledger?${query}`;
}
