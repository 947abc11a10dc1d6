import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoint";
import { ENDPOINTS } from "@/lib/api/endpoints";
import { checkCase, checkInstallation, checkToken } from "@/lib/auth/check-permission";
import { INSTALLATION_PERMISSIONS, type InstallationPermission, type TokenRight } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { recordExport } from "@/lib/cases/record-export";
import { AppError } from "@/lib/core/app-error";

const MOST_BODY_BYTES = 1_000_000;

/** Answers what a program asks below `/api/v1`. Throws AppErrors, and a ZodError for what its schema does not take. */
export async function answerRequest(request: Request, path: readonly string[], person: Person): Promise<Response> {
  const found = findEndpoint(request.method, path);
  if (!found) throw new AppError("not-found", "There is no such address. /api/v1/openapi.json lists them.");
  const { endpoint, caseId } = found;
  checkToken(person, endpoint.right);
  if (isInstallation(endpoint.right)) checkInstallation(person, endpoint.right);
  else if (caseId !== "") await checkCase(person, caseId, endpoint.right);
  const query = endpoint.query?.parse(Object.fromEntries(new URL(request.url).searchParams)) ?? null;
  const body = endpoint.body === null || endpoint.body === "bytes" ? null : await readJson(request, endpoint.body);
  const answer = await endpoint.run({ person, caseId, query, body, request });
  if (answer instanceof Response) return answer;
  const isText = endpoint.answer === "text";
  const bytes = Buffer.from(isText ? String(answer) : JSON.stringify(answer));
  if (endpoint.leavesAs !== undefined) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const format = endpoint.leavesAs(query ?? {});
    await recordExport({ caseId, format, sha256, size: bytes.length, masked: [] }, person);
  }
  const type = isText ? "text/plain; charset=utf-8" : "application/json";
  return new Response(bytes, { status: endpoint.status, headers: { "content-type": type } });
}

function findEndpoint(method: string, path: readonly string[]): { endpoint: Endpoint; caseId: string } | null {
  for (const endpoint of ENDPOINTS) {
    const parts = endpoint.path.split("/").slice(1);
    const fits = parts.length === path.length && parts.every((part, at) => part === "{caseId}" || part === path[at]);
    if (fits && endpoint.method === method.toLowerCase()) {
      return { endpoint, caseId: path[parts.indexOf("{caseId}")] ?? "" };
    }
  }
  return null;
}

function isInstallation(right: TokenRight): right is TokenRight & InstallationPermission {
  return right in INSTALLATION_PERMISSIONS;
}

/** No more of a body than may be is taken in, whatever its length is said to be. */
async function readText(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let came = 0;
  const body = request.body ?? new Blob([]).stream();
  for await (const part of body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    came += part.length;
    if (came > MOST_BODY_BYTES) throw new AppError("invalid", "The body is too long.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function readJson(request: Request, schema: z.ZodType): Promise<unknown> {
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid", "The body is no JSON.", { cause });
  }
  return schema.parse(value);
}
