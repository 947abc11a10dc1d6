import { InvalidArgumentError, Option } from "commander";
import { RemoteServer } from "@/lib/cli/remote/remote-server";
import { AppError } from "@/lib/core/app-error";
import { remoteToken } from "@/lib/env";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** `--server URL`: the command works on another Threadline instead of on this machine's. */
export const serverOption = () =>
  new Option(
    "--server <url>",
    "work on the Threadline at this address, with the token that THREADLINE_TOKEN holds",
  ).argParser(parseServer);

function parseServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError("It is no http or https address.");
  if (url.username !== "" || url.search !== "" || url.hash !== "")
    throw new InvalidArgumentError("It is the address alone: the token stands in THREADLINE_TOKEN.");
  return url.href;
}

/** The server that was named. Throws AppError `invalid` without a token, and where it would go in clear over a network. */
export function openServer(url: string, signal: AbortSignal): RemoteServer {
  const token = remoteToken();
  if (token === null)
    throw new AppError("invalid", "Put a token of your account on that server into THREADLINE_TOKEN.");
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:" && !LOOPBACK.test(hostname))
    throw new AppError("invalid", "The token would go over the network in clear: use https, or a tunnel to localhost.");
  return new RemoteServer(url, token, signal);
}
