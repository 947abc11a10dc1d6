import { AppError } from "@/lib/core/app-error";

const LONGEST = 500;

/** What went wrong with a step, as a code and in words: AWS's own where it said something. */
export function faultWords(error: unknown): { code: string; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { code: "fault", message: "It failed." };
  return { code: error.name.slice(0, 100), message: error.message.slice(0, LONGEST) || error.name };
}
