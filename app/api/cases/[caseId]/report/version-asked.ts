import { AppError } from "@/lib/core/app-error";

/** The version that an address asks for by `?version=2`; null for the case as it is. Throws AppError `not-found`. */
export function versionAsked(request: Request): number | null {
  const text = new URL(request.url).searchParams.get("version");
  if (text === null || text === "") return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError("not-found", "The case has no such version.");
  return Number(text);
}
