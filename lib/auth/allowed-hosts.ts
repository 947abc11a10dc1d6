export interface Served {
  /** Where people reach this installation, as they write it: `https://threadline.example.net`. */
  baseUrl: string;
  /** The address that the web server listens on. */
  host: string;
  port: number;
  allowedHosts: readonly string[];
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Values of the Host header that this installation answers to, in lower case, without the usual ports. */
function allowedHosts({ baseUrl, port, allowedHosts: others }: Served): Set<string> {
  const own = LOOPBACK.map((name) => `${name}:${port}`);
  return new Set([new URL(baseUrl).host, ...own, ...others].map(normalHost));
}

/**
 * True for a request to a name that is ours. A page of another site whose name was pointed at this machine (DNS
 * rebinding) would else be answered as ours.
 */
export function isAllowedHost(host: string | null, served: Served): boolean {
  return host !== null && allowedHosts(served).has(normalHost(host));
}

/**
 * True where a request that changes something was made by one of our own pages: browsers name the page's origin in
 * `Origin`. A program that sends no such header carries no one's cookies by accident.
 */
export function isOwnOrigin(origin: string | null, host: string | null, served: Served): boolean {
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const of = new URL(origin);
  return (
    (of.protocol === "http:" || of.protocol === "https:") &&
    isAllowedHost(of.host, served) &&
    (host === null || normalHost(of.host) === normalHost(host) || normalHost(of.host) === hostOf(served.baseUrl))
  );
}

function hostOf(url: string): string {
  return normalHost(new URL(url).host);
}

function normalHost(host: string): string {
  return host.toLowerCase().replace(/:(80|443)$/, "");
}
