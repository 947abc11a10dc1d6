/** What a browser keeps of cookies; better-auth sets them by what stands for Next.js' own headers here. */
export const jar = new Map<string, string>();

/** Stands for the headers of Next.js, outside of a request: `vi.mock("next/headers.js", () => import("@/lib/auth/test-browser"))`. */
export const headers = async () => new Headers();

/** As above, for its cookies. */
export const cookies = async () => ({
  set: (name: string, value: string, { maxAge }: { maxAge?: number } = {}) =>
    maxAge === 0 ? jar.delete(name) : jar.set(name, value),
});

/** The headers that the browser would send now. */
export function browser(): Headers {
  const cookie = [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  return new Headers({ cookie, "x-forwarded-for": "192.0.2.1", "user-agent": "Firefox/128.0 Linux" });
}
