/** What the log may say of a fault. Texts of logs and of people stay out of it. */
export interface Fault {
  name: string;
  /** SQLSTATE or a system error's code. */
  code?: string;
  message?: string;
  /** Places in the code, nearest first. */
  at: string[];
}

// Errors of the language and of the system word their messages themselves; those of parsers and databases quote data.
const OWN_WORDS = new Set(["TypeError", "RangeError", "ReferenceError", "AppError", "AbortError", "TimeoutError"]);
const FRAMES = 12;
const LONGEST_MESSAGE = 300;

export function describeFault(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { name: typeof thrown, at: [] };
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code.slice(0, 40) : undefined;
  const isOfSystem = "syscall" in thrown;
  return {
    name: thrown.name.slice(0, 80),
    ...(code === undefined ? {} : { code }),
    ...(OWN_WORDS.has(thrown.name) || isOfSystem ? { message: thrown.message.slice(0, LONGEST_MESSAGE) } : {}),
    at: framesOf(thrown),
  };
}

/** The stack without its head, which repeats the message; nothing where the two no longer go together. */
function framesOf({ stack = "", message }: Error): string[] {
  const head = stack.indexOf(message);
  if (head < 0) return [];
  return stack
    .slice(head + message.length)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim().slice(0, 240));
}
