import { AppError } from "@/lib/core/app-error";

/** Runs `work` with a signal that Ctrl-C and SIGTERM raise, so that it can undo what it has begun. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const cancel = () => controller.abort(new AppError("cancelled", "Interrupted."));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, cancel);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, cancel);
  }
}
