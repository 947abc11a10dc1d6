import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { canonicalAddress, isWithinNetwork } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { env } from "@/lib/env";

/** True for a public address, and for one in a network that THREADLINE_WEBHOOK_NETWORKS allows. */
export function mayCall(address: string): boolean {
  const canonical = canonicalAddress(address);
  if (canonical === null) return false;
  if (ipaddr.parse(canonical).range() === "unicast") return true;
  return env().webhookNetworks.some((network) => isWithinNetwork(canonical, network));
}

/**
 * The address of a webhook as it is kept: https, or http where that was asked for, without a user, and not at an address
 * that is private. A name is looked up when it is called. Throws AppError `invalid`.
 */
export function checkWebhookUrl(text: string, { allowHttp }: { allowHttp: boolean }): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !(url.protocol === "https:" || url.protocol === "http:")) {
    throw new AppError("invalid", "Write the whole address: https://…");
  }
  if (url.protocol === "http:" && !allowHttp) {
    throw new AppError(
      "invalid",
      "The address must begin with https: only an owner of the installation may allow http.",
    );
  }
  if (url.username !== "" || url.password !== "")
    throw new AppError("invalid", "The address must not hold a password.");
  const literal = literalOf(url);
  if (literal !== null && !mayCall(literal)) throw new AppError("invalid", REFUSED);
  url.hash = "";
  return url.href;
}

export const REFUSED = "This address is not a public one, and this installation does not allow it.";

/** The address itself where a URL names one; null for a name. */
export function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return canonicalAddress(bare);
}

/** Looks a name up for a connection and gives only what may be called: what is connected to is what was checked. */
export const lookupAllowed: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "", 0);
    const allowed = found.filter(({ address }) => mayCall(address));
    const [first] = allowed;
    if (first === undefined) return done(new Error(REFUSED), "", 0);
    if (options.all) return done(null, allowed);
    done(null, first.address, first.family);
  });
};
