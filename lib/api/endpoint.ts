import type { z } from "zod";
import type { TokenRight } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";

/** What one request asks, once its address and body were read. */
export interface Asked<Query, Body> {
  person: Person;
  /** Of the path; empty where it names no case. A case is one that the person may do this in. */
  caseId: string;
  query: Query;
  body: Body;
  request: Request;
}

/** One thing that programs can ask for. The document of the API is made from these, and requests are read by them. */
export interface Endpoint {
  method: "get" | "post";
  /** Below `/api/v1`; `{caseId}` stands for the id of a case. */
  path: string;
  summary: string;
  /** What a token needs for it; a person's role must allow it as well. */
  right: TokenRight;
  query: z.ZodObject | null;
  /** JSON of a schema, bytes, or nothing. */
  body: z.ZodType | "bytes" | null;
  /** JSON of a schema, text, or a file, which `run` gives as a Response and tells the trail of. */
  answer: z.ZodType | "text" | "file";
  /** What of a case leaves by it, for the trail, which has its hash before it is answered; not given where nothing does. */
  leavesAs?: (query: Record<string, unknown>) => string;
  /** 201 where something is made. */
  status: 200 | 201;
  run(asked: Asked<unknown, unknown>): Promise<unknown>;
}

interface Definition<Query extends z.ZodObject | null, Body extends z.ZodType | "bytes" | null>
  extends Omit<Endpoint, "query" | "body" | "run"> {
  query: Query;
  body: Body;
  run(
    asked: Asked<Query extends z.ZodObject ? z.output<Query> : null, Body extends z.ZodType ? z.output<Body> : null>,
  ): Promise<unknown>;
}

/** An endpoint whose `run` is given what its own schemas read. */
export function endpoint<Query extends z.ZodObject | null, Body extends z.ZodType | "bytes" | null>(
  definition: Definition<Query, Body>,
): Endpoint {
  // What `run` takes is what `query` and `body` gave: `answerRequest` reads by the very same.
  return definition as unknown as Endpoint;
}
