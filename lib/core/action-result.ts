import type { AppErrorCode } from "@/lib/core/app-error";

/** What a server action answers: a value, or a failure in words for the person at the keyboard. */
export type ActionResult<Value> = { ok: true; value: Value } | ActionFailure;

export interface ActionFailure {
  ok: false;
  code: AppErrorCode | "fault";
  message: string;
  /** For a fault of ours: the number under which the server's log has it. */
  incident?: string;
}
