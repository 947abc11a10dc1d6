import { z } from "zod";
import { AppError } from "@/lib/core/app-error";
import { isInstanceId } from "@/lib/core/instance-id";
import { PersonText } from "@/lib/core/person-text";

const instant = z.iso.datetime({ message: "That is not a time." });

/** What a person knows of an event that no log tells. */
export const ManualEventFields = z.object({
  /** When it happened. */
  at: instant,
  /** When people came to know of it. */
  knownAt: instant,
  title: PersonText.transform((text) => text.replace(/\s+/g, " ").trim()).pipe(
    PersonText.min(1, "Say what happened.").max(300, "The line has at most 300 characters."),
  ),
  detail: PersonText.trim().max(10_000, "Keep the detail under 10,000 characters."),
  source: PersonText.trim().min(1, "Say who or what says so.").max(300, "Keep the source under 300 characters."),
  instanceId: PersonText.refine(isInstanceId, "That is no instance id, such as i-0123456789abcdef0.").nullable(),
});
type ManualEventFields = z.output<typeof ManualEventFields>;
type Columns = Omit<ManualEventFields, "at" | "knownAt"> & { at: Date; knownAt: Date };

/** Its columns. Throws AppError `invalid` for times that cannot be. */
export function manualEventColumns({ at, knownAt, ...rest }: ManualEventFields, nowMs: number): Columns {
  const columns = { ...rest, at: new Date(at), knownAt: new Date(knownAt) };
  if (columns.knownAt < columns.at) throw new AppError("invalid", "It cannot have been known before it happened.");
  if (columns.knownAt.getTime() > nowMs) throw new AppError("invalid", "It cannot be known from later on than now.");
  return columns;
}

/** As the trail has it. */
export function manualEventDetail({ at, knownAt, title, detail, source, instanceId }: Columns) {
  return { at: at.toISOString(), knownAt: knownAt.toISOString(), title, detail, source, instance: instanceId };
}
