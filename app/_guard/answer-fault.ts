import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { ActionFailure } from "@/lib/core/action-result";
import { AppError } from "@/lib/core/app-error";
import { logFault } from "@/lib/log/log";

const QUERY_CANCELED = "57014";

/** What was thrown, in words for the person: an AppError's own, else one sentence and the number it has in the log. */
export function answerFault(error: unknown, where: string): ActionFailure {
  // A redirect or a page that is not there is no fault.
  unstable_rethrow(error);
  if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
  if (error instanceof z.ZodError) {
    return { ok: false, code: "invalid", message: error.issues.map(({ message }) => message).join(" ") };
  }
  // The browser went away while it was answered: nobody is there to be told.
  if (error instanceof Error && error.name === "ResponseAborted") {
    return { ok: false, code: "cancelled", message: "The browser asked no longer." };
  }
  const incident = logFault(error, where);
  if (error instanceof Error && "code" in error && error.code === QUERY_CANCELED) {
    return { ok: false, code: "unavailable", message: "The database took too long and was stopped.", incident };
  }
  return {
    ok: false,
    code: "fault",
    message: `Something went wrong on our side; nothing was changed. The server's log has it under incident ${incident}.`,
    incident,
  };
}
