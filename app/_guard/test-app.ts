import { readdirSync } from "node:fs";
import path from "node:path";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";

/** The files of a name below `app`, as in `page.tsx`. */
export function filesOf(name: string): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .sort();
}

/** What a file below `app` exports. */
export function load(file: string): Promise<Record<string, unknown>> {
  return import(path.resolve("app", file));
}

/**
 * Who may come to a page or call an action, by their role in the case: the stranger is an owner of the installation who is not on it,
 * and `unfinished` has yet to set up a second factor.
 */
export async function askersOf(caseId: string): Promise<Record<string, Person>> {
  const people = await peopleOf(caseId);
  return { ...people, unfinished: { ...people.lead, mustSetUp: true } as Person };
}
