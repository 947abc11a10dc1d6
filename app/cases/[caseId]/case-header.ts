import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePerson } from "@/app/_guard/require-person";
import { AppError } from "@/lib/core/app-error";
import { type CaseHeader, readCaseHeader } from "@/lib/timeline/case/read-case-header";

/** The case of a URL for someone who is signed in, read once a request; an unknown one is a page that is not there. */
export const caseHeader = cache(async (caseId: string): Promise<CaseHeader> => {
  await requirePerson();
  try {
    return await readCaseHeader(caseId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
});

/** The first value of a search parameter. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
