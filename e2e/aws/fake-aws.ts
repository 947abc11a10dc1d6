import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsFault, actionOf, faultOf } from "@/e2e/aws/aws-fault";
import type { Answering, FakeAws, Mishap, SeenCall } from "@/e2e/aws/fake-aws.types";
import { FakeKeys } from "@/e2e/aws/fake-keys";
import { pageOf } from "@/e2e/aws/page-of";
import { RateLimits } from "@/e2e/aws/rate-limits";
import { sendEncoded } from "@/e2e/aws/send-encoded";
import { decodeRequest, readSignature } from "@/e2e/aws/wire/decode-request";
import { type Encoded, encodeAnswer, encodeFault } from "@/e2e/aws/wire/encode-answer";
import type { ServiceName } from "@/e2e/aws/wire/services";

type AnyHandler = (call: Answering<Record<string, unknown>>) => unknown;
const FAULTS: readonly Mishap[] = ["throttled", "expired", "denied", "unavailable"];

/**
 * A server that speaks AWS's wire protocols to the real SDK: JSON 1.1, REST JSON, query, EC2's query and REST XML, by the
 * shapes that the SDK's own clients carry. It knows no account by itself: handlers answer. A key that it does not know is of
 * `accountId` (default 111122223333). With `answersAll` an operation that nobody answers has an empty answer.
 */
export async function startFakeAws({ accountId = "111122223333", answersAll = false } = {}): Promise<FakeAws> {
  const calls: SeenCall[] = [];
  const handlers = new Map<string, AnyHandler>();
  const mishaps = new Map<string, Mishap[]>();
  const denied = new Map<string, Set<string>>();
  const limits = new RateLimits();
  const keys = new FakeKeys(accountId);

  const isDenied = (action: string, accountId: string) =>
    ["", accountId].some((account) => {
      const actions = denied.get(account);
      return actions?.has(action) || actions?.has(`${action.split(":")[0]}:*`);
    });

  const answer = async (
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ encoded: Encoded; mishap: Mishap | undefined }> => {
    const requestId = randomUUID();
    const signature = readSignature(request.headers.authorization);
    if (signature === null)
      throw new Error(`a request that is not signed, or for a service that is not known: ${request.url}`);
    const { service, region, accessKeyId } = signature;
    const url = new URL(request.url ?? "/", "http://fake");
    // As it was sent: a URL would take `..` for a step up, which in S3 is part of a name.
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const sent = { method: request.method ?? "", url, path, headers: request.headers, body };
    const asked = await decodeRequest(service, sent);
    if (asked === null) throw new Error(`no operation of ${service}: ${request.method} ${request.url}`);
    const operation = asked.operation.name;
    const key = `${service}:${operation}`;
    const who = keys.whoIs(accessKeyId);
    const call: SeenCall = {
      ...{ service, operation, region, accessKeyId, input: asked.input, at: Date.now(), fault: null },
      ...{ action: actionOf(service, operation), accountId: who.accountId },
    };
    calls.push(call);
    const mishap = mishaps.get(key)?.shift();
    try {
      const way = FAULTS.find((fault) => fault === mishap) as "throttled" | undefined;
      if (way !== undefined) throw faultOf(way, { service, operation, who: who.arn });
      if (keys.isExpired(accessKeyId)) throw faultOf("expired", { service, operation, who: who.arn });
      if (isDenied(call.action, call.accountId)) throw faultOf("denied", { service, operation, who: who.arn });
      if (!limits.take(`${key} ${who.accountId} ${region}`, key))
        throw faultOf("throttled", { service, operation, who: who.arn });
      if (service === "ec2" && asked.input.DryRun === true)
        throw new AwsFault("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
      const handler = handlers.get(key) ?? (answersAll ? () => ({}) : undefined);
      if (handler === undefined) throw new AwsFault("NotImplemented", `The fake has no answer to ${key}.`, 501);
      const output = await handler({ ...call, page: (items, size, token) => pageOf(items, size, token, mishap) });
      return { encoded: encodeAnswer(service, asked.operation, output as Record<string, unknown>, requestId), mishap };
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      call.fault = error.code;
      const encoded = encodeFault(service, error, requestId);
      const headers = { ...encoded.headers, ...error.headers };
      const body = request.method === "HEAD" ? Buffer.alloc(0) : encoded.body;
      return { encoded: { ...encoded, headers, body }, mishap };
    }
  };

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => answer(request, body))
      .then(({ encoded, mishap }) => sendEncoded(response, encoded, mishap))
      // A fault of the test's own: told as one that no client repeats.
      .catch((error: Error) => response.writeHead(418, { "content-type": "text/plain" }).end(error.stack));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    on: (service: ServiceName, operation: string, handler: unknown) =>
      void handlers.set(`${service}:${operation}`, handler as AnyHandler),
    befall: (service, operation, ...list) => void mishaps.set(`${service}:${operation}`, list),
    deny(actions, account = "") {
      denied.set(account, new Set([...(denied.get(account) ?? []), ...actions]));
    },
    allow(actions) {
      for (const set of denied.values()) for (const action of actions) set.delete(action);
    },
    isDenied,
    limit: (service, operation, perSecond) => limits.set(`${service}:${operation}`, perSecond),
    issueKey: (account, arn) => keys.issue(account, arn),
    expireKeys: () => keys.expireAll(),
    whoIs: (accessKeyId) => keys.whoIs(accessKeyId),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
