import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { signMessage } from "@/lib/notices/sign-message";
import { literalOf, lookupAllowed, mayCall, REFUSED } from "@/lib/notices/webhook-address";

/** How long a receiver may take in all, in milliseconds, and how much of an answer is read. */
const PATIENCE_MS = 10_000;
const MOST_ANSWER_BYTES = 65_536;

export interface CallResult {
  ok: boolean;
  /** Of the answer; null where there was none. */
  status: number | null;
  /** Why it failed, in words without anything of the answer; null where it did not. */
  error: string | null;
}

/** Sends one signed message. A redirect is not followed; whatever the receiver answers beside its status is not kept. */
export function callWebhook(
  { url, secret }: { url: string; secret: string },
  { id, body }: { id: string; body: string },
): Promise<CallResult> {
  const target = new URL(url);
  const literal = literalOf(target);
  if (literal !== null && !mayCall(literal)) return Promise.resolve({ ok: false, status: null, error: REFUSED });
  const send = target.protocol === "https:" ? overHttps : overHttp;
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "Threadline",
    ...signMessage(secret, { id, atSeconds: Math.floor(Date.now() / 1000), body }),
  };
  return new Promise((done) => {
    const end = (result: CallResult) => {
      clearTimeout(timer);
      done(result);
      request.destroy();
    };
    const request = send(target, { method: "POST", headers, agent: false, lookup: lookupAllowed }, (answer) => {
      const status = answer.statusCode ?? 0;
      const ok = status >= 200 && status < 300;
      const result = { ok, status, error: ok ? null : refusal(status) };
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_ANSWER_BYTES) end(result);
      });
      answer.on("end", () => end(result));
      answer.on("error", () => end(result));
    });
    const timer = setTimeout(() => end({ ok: false, status: null, error: "It did not answer in time." }), PATIENCE_MS);
    request.on("error", (error) => end({ ok: false, status: null, error: reasonOf(error) }));
    request.end(body);
  });
}

function refusal(status: number): string {
  return status >= 300 && status < 400
    ? "It answered with a redirect, which is not followed."
    : `It answered with status ${status}.`;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.message === REFUSED) return REFUSED;
  return `It could not be reached${error.code === undefined ? "" : ` (${error.code})`}.`;
}
