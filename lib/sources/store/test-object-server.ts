import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `busy` 503 SlowDown; `denied` 403; `broken` an answer or request that ends in its middle. */
export type Misfortune = "busy" | "denied" | "broken";

export interface TestS3Server {
  url: string;
  /** Bytes by key. */
  objects: Map<string, Buffer>;
  /** Hashes (SHA-256, base64) by key, of the objects that were put whole. */
  checksums: Map<string, string>;
  /** `METHOD key` of every request that was answered, in order. */
  asked: string[];
  /** What befalls the next requests of a method, one each. */
  befall(method: string, ...misfortunes: Misfortune[]): void;
  /** Parts that were sent and belong to no object. */
  openUploads(): number;
  close(): Promise<void>;
}

interface Upload {
  key: string;
  parts: Map<number, Buffer>;
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64");
const etagOf = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** The requests of S3 that a store of originals makes, by path style, over HTTP and in memory; one bucket. */
export async function startS3Server(bucket = "originals"): Promise<TestS3Server> {
  const objects = new Map<string, Buffer>();
  const checksums = new Map<string, string>();
  const uploads = new Map<string, Upload>();
  const asked: string[] = [];
  const fates = new Map<string, Misfortune[]>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3");
      const [, name, ...rest] = pathname.split("/").map(decodeURIComponent);
      const key = rest.join("/");
      const method = request.method ?? "";
      const fate = fates.get(method)?.shift();
      if (fate === "busy") return refuse(response, 503, "SlowDown");
      if (fate === "denied") return refuse(response, 403, "AccessDenied");
      if (name !== bucket) return refuse(response, 404, "NoSuchBucket");
      if (!/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? "")) return refuse(response, 403, "AccessDenied");
      asked.push(`${method} ${key}`);
      const answer = new Answer({
        objects,
        checksums,
        uploads,
        request,
        response,
        body,
        key,
        broken: fate === "broken",
      });
      if (method === "PUT") return searchParams.has("partNumber") ? answer.putPart(searchParams) : answer.put();
      if (method === "POST") return searchParams.has("uploads") ? answer.beginUpload() : answer.endUpload(searchParams);
      if (method === "DELETE") return answer.remove(searchParams);
      return answer.get();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    checksums,
    asked,
    befall: (method, ...misfortunes) => fates.set(method, misfortunes),
    openUploads: () => uploads.size,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, code: string): ServerResponse {
  response.writeHead(status, { "content-type": "application/xml" });
  return response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

interface Exchange {
  objects: Map<string, Buffer>;
  checksums: Map<string, string>;
  uploads: Map<string, Upload>;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  key: string;
  broken: boolean;
}

class Answer {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  put(): ServerResponse {
    const { objects, checksums, body, key, response, broken } = this.#exchange;
    if (broken) return response.destroy();
    if (this.#isThere()) return refuse(response, 412, "PreconditionFailed");
    if (!this.#checksumHolds()) return refuse(response, 400, "BadDigest");
    objects.set(key, body);
    checksums.set(key, hashOf(body));
    return response.writeHead(200, { etag: etagOf(body) }).end();
  }

  beginUpload(): ServerResponse {
    const { uploads, key, response } = this.#exchange;
    const id = `upload-${uploads.size + 1}-${key}`;
    uploads.set(id, { key, parts: new Map() });
    return this.#xml("InitiateMultipartUploadResult", `<UploadId>${id}</UploadId>`, response);
  }

  putPart(parameters: URLSearchParams): ServerResponse {
    const { uploads, body, response, broken } = this.#exchange;
    if (broken) return response.destroy();
    const upload = uploads.get(parameters.get("uploadId") ?? "");
    if (!upload) return refuse(response, 404, "NoSuchUpload");
    if (!this.#checksumHolds()) return refuse(response, 400, "BadDigest");
    upload.parts.set(Number(parameters.get("partNumber")), body);
    return response.writeHead(200, { etag: etagOf(body) }).end();
  }

  endUpload(parameters: URLSearchParams): ServerResponse {
    const { objects, uploads, response, key } = this.#exchange;
    const id = parameters.get("uploadId") ?? "";
    const upload = uploads.get(id);
    if (!upload) return refuse(response, 404, "NoSuchUpload");
    if (this.#isThere()) return refuse(response, 412, "PreconditionFailed");
    const numbers = [...upload.parts.keys()].sort((a, b) => a - b);
    objects.set(key, Buffer.concat(numbers.map((number) => upload.parts.get(number) ?? Buffer.alloc(0))));
    uploads.delete(id);
    return this.#xml("CompleteMultipartUploadResult", `<Key>${key}</Key>`, response);
  }

  remove(parameters: URLSearchParams): ServerResponse {
    const { objects, uploads, response, key } = this.#exchange;
    const id = parameters.get("uploadId");
    if (id === null) objects.delete(key);
    else uploads.delete(id);
    return response.writeHead(204).end();
  }

  get(): ServerResponse {
    const { objects, checksums, request, response, key, broken } = this.#exchange;
    const bytes = objects.get(key);
    if (!bytes) return request.method === "HEAD" ? response.writeHead(404).end() : refuse(response, 404, "NoSuchKey");
    const etag = etagOf(bytes);
    const match = request.headers["if-match"];
    if (match !== undefined && match !== etag) return refuse(response, 412, "PreconditionFailed");
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    if (from === undefined) {
      const told = request.headers["x-amz-checksum-mode"] === "ENABLED" ? checksums.get(key) : undefined;
      response.writeHead(200, {
        ...{ "content-length": bytes.length, etag },
        ...(told === undefined ? {} : { "x-amz-checksum-sha256": told }),
      });
      return response.end(request.method === "HEAD" ? undefined : bytes);
    }
    if (Number(from) >= bytes.length) return refuse(response, 416, "InvalidRange");
    const part = bytes.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, {
      ...{ "content-length": part.length, etag },
      "content-range": `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
    });
    if (!broken) return response.end(part);
    response.write(part.subarray(0, part.length >> 1), () => response.destroy());
    return response;
  }

  #isThere(): boolean {
    const { objects, request, key } = this.#exchange;
    return request.headers["if-none-match"] === "*" && objects.has(key);
  }

  #checksumHolds(): boolean {
    const { request, body } = this.#exchange;
    return request.headers["x-amz-checksum-sha256"] === hashOf(body);
  }

  #xml(name: string, content: string, response: ServerResponse): ServerResponse {
    response.writeHead(200, { "content-type": "application/xml" });
    return response.end(`<?xml version="1.0"?><${name}>${content}</${name}>`);
  }
}

/** Points this process's store of originals at the server; gives a function that sets everything back. */
export function pointAtS3(url: string, store = "s3://originals/one/two"): () => void {
  const settings: Record<string, string> = {
    THREADLINE_EVIDENCE_STORE: store,
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
