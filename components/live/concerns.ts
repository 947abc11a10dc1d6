/** Changes that only certain pages of a case show, by the beginning of the audit entry's action. All others concern each. */
const ONLY: readonly [string, RegExp][] = [
  ["search.", /^\/(search|instances)/],
  ["report.", /^\/report/],
  ["webhook.", /^\/people/],
  ["evidence.checked", /^\/evidence/],
];

/** Whether a page of a case, by its path below the case, may look otherwise after a change. */
export function concerns(action: string, path: string): boolean {
  const only = ONLY.find(([beginning]) => action.startsWith(beginning));
  return only === undefined || only[1].test(path);
}
