import { openApiDocument } from "@/lib/api/open-api";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

/** What the API is, for whoever writes a program for it: it tells of no installation but its address. */
export function GET(): Response {
  return Response.json(openApiDocument(env().baseUrl));
}
