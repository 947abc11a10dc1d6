export type AppErrorCode =
  | "invalid"
  | "not-found"
  | "conflict"
  | "forbidden"
  | "no-space"
  | "unavailable"
  | "cancelled";

/** An error whose message is written for the person at the keyboard. Anything else that is thrown is a fault of ours. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}
