import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mishap } from "@/e2e/aws/fake-aws.types";
import type { Encoded } from "@/e2e/aws/wire/encode-answer";

const DRIPS = 10;
const BETWEEN_DRIPS_MS = 30;

/** Sends an answer, or what a connection that fails lets through of it. */
export async function sendEncoded(
  response: ServerResponse,
  encoded: Encoded,
  mishap: Mishap | undefined,
): Promise<void> {
  const { status, body } = encoded;
  const headers = { "content-length": String(body.length), ...encoded.headers };
  if (mishap === "stuck") return;
  if (mishap === "refused") {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  if (mishap === "broken") {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    return;
  }
  if (mishap === "slow") {
    const length = Math.ceil(body.length / DRIPS);
    for (let at = 0; at < body.length && !response.destroyed; at += length) {
      response.write(body.subarray(at, at + length));
      await sleep(BETWEEN_DRIPS_MS);
    }
  }
  response.end(mishap === "slow" ? undefined : body);
}
