import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Endpoint } from "@/lib/api/endpoint";
import { ENDPOINTS } from "@/lib/api/endpoints";
import manifest from "@/package.json";

const Refused = z
  .object({ ok: z.literal(false), code: z.string(), message: z.string() })
  .meta({ id: "Refused", description: "What was refused, in words; `code` says which kind it is." });

const REFUSALS = {
  "400": "The request cannot be read.",
  "401": "There is no token, or it does not hold.",
  "403": "The token, or its person's role, does not allow it.",
  "404": "There is no such case for this token.",
  "409": "The case, or what it is about, does not allow it now.",
};

/** The API in words of OpenAPI 3.1, made from the schemas that requests are read by. */
export function openApiDocument(baseUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Threadline", version: manifest.version, description: manifest.description },
    servers: [{ url: `${baseUrl.replace(/\/$/, "")}/api/v1` }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  });
}

function operationOf({ path, summary, right, query, body, answer, status }: Endpoint) {
  const content =
    answer === "text"
      ? { "text/plain": { schema: z.string() } }
      : answer === "file"
        ? bodyOf("bytes")
        : { "application/json": { schema: answer } };
  return {
    ...{ summary, description: `The token needs the right ${right}.` },
    requestParams: {
      ...(path.includes("{caseId}") ? { path: z.object({ caseId: z.uuid() }) } : {}),
      ...(query === null ? {} : { query }),
    },
    ...(body === null ? {} : { requestBody: { required: true, content: bodyOf(body) } }),
    responses: {
      [status]: { description: "It is done.", content },
      ...Object.fromEntries(
        Object.entries(REFUSALS).map(([code, description]) => [
          code,
          { description, content: { "application/json": { schema: Refused } } },
        ]),
      ),
    },
  };
}

function bodyOf(body: z.ZodType | "bytes") {
  if (body !== "bytes") return { "application/json": { schema: body } };
  return { "application/octet-stream": { schema: { type: "string" as const, format: "binary" } } };
}
