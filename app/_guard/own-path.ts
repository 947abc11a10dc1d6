/** A path of this site that someone may be sent to after signing in; the front page for anything else. */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || !asked.startsWith("/")) return "/";
  // Browsers read a backslash as a slash, drop tabs and line ends, and take `//host` for another site.
  const base = "http://own.invalid";
  const url = URL.canParse(asked, base) ? new URL(asked, base) : null;
  if (url === null || url.origin !== base) return "/";
  return `${url.pathname}${url.search}${url.hash}`.replace(/^\/{2,}/, "/");
}
