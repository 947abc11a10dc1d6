/** Suffixes of search lists and of networks of one's own, and reverse lookups: that names there do not exist says nothing. */
const MADE_BY_MACHINES =
  /(^|\.)(in-addr\.arpa|ip6\.arpa|cluster\.local|svc|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/;

/** A name that somebody asked about within one hour. */
export interface AskedName {
  name: string;
  /** Every answer said that it does not exist. */
  missing: boolean;
}

/**
 * The names of one hour that do not exist, those left out that a search list makes of others or a reverse lookup asks about: a
 * resolver with a search list asks about `name.suffix` beside `name`, so what goes on after another name of the hour was made of it.
 */
export function missingNames<Name extends AskedName>(hour: readonly Name[]): Name[] {
  const asked = new Set(hour.map(({ name }) => name));
  return hour.filter(({ name, missing }) => missing && !MADE_BY_MACHINES.test(name) && !goesOn(name, asked));
}

function goesOn(name: string, asked: ReadonlySet<string>): boolean {
  for (let at = name.indexOf("."); at >= 0; at = name.indexOf(".", at + 1))
    if (asked.has(name.slice(0, at))) return true;
  return false;
}
