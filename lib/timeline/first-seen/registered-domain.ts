import { getDomain } from "tldts";

/** The name below a public suffix that somebody registered (Public Suffix List); null for a name that has none. */
export function registeredDomain(name: string): string | null {
  return getDomain(name, { validateHostname: false });
}
