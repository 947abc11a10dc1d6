import type { Instrumentation } from "next";

/** Runs once when the web server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logConsole } = await import("@/lib/log/log-console");
  logConsole();
  const { forgetPurged } = await import("@/lib/cases/forget-purged");
  forgetPurged();
}

/** A page that could not be made: its digest is the incident number that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (thrown, _request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logPageFault } = await import("@/lib/log/log");
  logPageFault(thrown, `${routeType} ${routePath}`);
};
