import { canonicalAddress, isWithinNetwork } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";

/** Where clouds answer their own machines, with their credentials: no endpoint of AWS's lies there. */
const LINK_LOCAL = ["169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"];
const OWN_MACHINE = ["127.0.0.0/8", "::1/128"];

/**
 * The address of a service's endpoint as it is kept: https, or http to this machine itself, without user, query and fragment. Private
 * addresses are what VPC endpoints have. Throws AppError `invalid`.
 */
export function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !(url.protocol === "https:" || url.protocol === "http:"))
    throw new AppError("invalid", `Write an endpoint's whole address, https://…, not “${text}”.`);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw new AppError("invalid", "An endpoint is an address alone, without a user and without ? or #.");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const address = canonicalAddress(host);
  const isIn = (networks: string[]) =>
    address !== null && networks.some((network) => isWithinNetwork(address, network));
  if (isIn(LINK_LOCAL))
    throw new AppError("invalid", "This address is where a cloud answers its own machines: it is no endpoint.");
  if (url.protocol === "http:" && !(isIn(OWN_MACHINE) || host === "localhost"))
    throw new AppError("invalid", "An endpoint is reached by https; by http only on this machine itself.");
  return url.href.replace(/\/$/, "");
}
