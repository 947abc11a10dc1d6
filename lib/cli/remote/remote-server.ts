import { openAsBlob } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";

const Refused = z.object({ message: z.string() });

/** Another Threadline, asked by its `/api/v1` with a token. What it refuses is an AppError in its words. */
export class RemoteServer {
  readonly #base: string;
  readonly #token: string;
  readonly #signal: AbortSignal;

  /** `url` is the address that people open it by: http or https, with a path where it stands below one. */
  constructor(url: string, token: string, signal: AbortSignal) {
    this.#base = `${url.replace(/\/+$/, "")}/api/v1`;
    this.#token = token;
    this.#signal = signal;
  }

  async get<Answer extends z.ZodType>(path: string, answer: Answer): Promise<z.output<Answer>> {
    return readAs(await this.#ask(path, {}), answer);
  }

  async post<Answer extends z.ZodType>(path: string, body: unknown, answer: Answer): Promise<z.output<Answer>> {
    const headers = { "content-type": "application/json" };
    return readAs(await this.#ask(path, { method: "POST", body: JSON.stringify(body), headers }), answer);
  }

  /** Sends a file's bytes; they are read from the disk as they go. */
  async send<Answer extends z.ZodType>(path: string, file: string, answer: Answer): Promise<z.output<Answer>> {
    return readAs(await this.#ask(path, { method: "POST", body: await openAsBlob(file) }), answer);
  }

  /** Writes what is answered to a file, which is replaced. */
  async take(path: string, file: string): Promise<void> {
    const answer = await this.#ask(path, {});
    const handle = await open(file, "w", 0o600).catch((cause: Error) => {
      throw new AppError("invalid", `Cannot write to ${visibleText(file)}: ${cause.message}`, { cause });
    });
    const body = (answer.body ?? new Blob([]).stream()) as Parameters<typeof Readable.fromWeb>[0];
    await pipeline(Readable.fromWeb(body), handle.createWriteStream(), { signal: this.#signal });
  }

  async #ask(path: string, { headers, ...request }: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.#base}${path}`, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${this.#token}` },
      // A token goes to the server that was named and nowhere else.
      ...{ redirect: "error", signal: this.#signal },
    }).catch((cause: unknown) => {
      this.#signal.throwIfAborted();
      throw new AppError("unavailable", `The server cannot be reached: ${reasonOf(cause)}.`, { cause });
    });
    if (answer.ok) return answer;
    const said = Refused.safeParse(await answer.json().catch(() => null));
    const words = said.success ? visibleText(said.data.message) : `it answered ${answer.status}`;
    throw new AppError(answer.status === 404 ? "not-found" : "unavailable", `The server: ${words}`);
  }
}

async function readAs<Answer extends z.ZodType>(answer: Response, schema: Answer): Promise<z.output<Answer>> {
  const read = schema.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw new AppError("unavailable", "The server answers as no Threadline of this version does.");
  return read.data;
}

/** fetch says no more than that it failed; the cause has the reason. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
