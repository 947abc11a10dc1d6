import { AwsFault, awsFault } from "@/lib/aws/aws-fault";
import { AppError } from "@/lib/core/app-error";
import type { SourceName } from "@/lib/sources/source.types";

/** What went wrong with a step, as a code and in words, with what to do. */
export function faultWords(
  error: unknown,
  { source, accountId, region }: { source: SourceName; accountId: string; region: string },
): { code: string; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const { code, message } = error instanceof AwsFault ? error : awsFault(error, { action: source, accountId, region });
  return { code, message };
}
