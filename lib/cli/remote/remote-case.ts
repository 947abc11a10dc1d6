import { z } from "zod";
import type { RemoteServer } from "@/lib/cli/remote/remote-server";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";

const Listed = z.object({
  cases: z.array(z.object({ id: z.uuid(), title: z.string() })),
  next: z.string().nullable(),
});
const Opened = z.object({ id: z.uuid() });

/** The id of the case of that name on the server, the last changed one; null for none that the token is for. */
async function findRemoteCase(server: RemoteServer, title: string): Promise<string | null> {
  let after: string | null = null;
  do {
    const query: string = new URLSearchParams({
      q: title.slice(0, 200),
      ...(after === null ? {} : { after }),
    }).toString();
    const page: z.output<typeof Listed> = await server.get(`/cases?${query}`, Listed);
    const found = page.cases.find((one) => one.title === title);
    if (found) return found.id;
    after = page.next;
  } while (after !== null);
  return null;
}

/** Throws AppError `not-found`. */
export async function getRemoteCase(server: RemoteServer, title: string): Promise<string> {
  const found = await findRemoteCase(server, title);
  if (found === null)
    throw new AppError("not-found", `The server has no case named ${visibleText(title)} for this token.`);
  return found;
}

/** The case of that name, opened with the window when there is none; one that is there keeps its own. */
export async function openRemoteCase(
  server: RemoteServer,
  title: string,
  { from, to }: { from?: Date | undefined; to?: Date | undefined } = {},
): Promise<string> {
  const found = await findRemoteCase(server, title);
  if (found !== null && (from || to))
    throw new AppError("conflict", "The case is there already: its window is set on its page.");
  if (found !== null) return found;
  const window = { windowFrom: from?.toISOString() ?? null, windowTo: to?.toISOString() ?? null };
  return (await server.post("/cases", { title, ...window }, Opened)).id;
}
