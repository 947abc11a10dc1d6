import { describe, expect, it } from "vitest";
import { readLog } from "@/lib/formats/read-log";
import { ALL_FORMS } from "@/lib/formats/test-forms";
import { gather } from "@/lib/formats/test-log";

/** A file four times as long may take so many times the work; a reader that looks at anything over and over takes sixteen. */
const TIMES_LONGER = 4;
const MOST_TIMES_WORK = 8;
const RECORDS = 40;

/** What makes a file hostile, whatever it holds: the same for a short one as for a long one. */
const DAMAGES: Record<string, (text: string) => string> = {
  "broken off": (text) => text.slice(0, Math.floor(text.length * 0.9)),
  "with a quote too many": (text) => `${text.slice(0, text.length / 3)}"${text.slice(text.length / 3)}`,
  "without its first closing brackets": (text) => text.replace(/[}\]]+/, ""),
  "with bits turned": (text) => text.replaceAll(/(.{97})./gs, (_, kept: string) => `${kept}\u0001`),
  "of open brackets": (text) => text.slice(0, text.length / 2) + '{"a":['.repeat(text.length / 12),
  "of open quotes": (text) => text.slice(0, text.length / 2) + '{"'.repeat(text.length / 4),
  "of backslashes": (text) => `${text.slice(0, text.length / 2)}"${"\\".repeat(text.length / 2)}`,
};

/** So many characters a search of the engine looked at. */
type Cost = (self: unknown, args: unknown[], result: unknown, from: number) => number;

const ofWhole: Cost = (self) => String(self).length;
const ofIndex: Cost = (self, [, from = 0], at) => (Number(at) < 0 ? String(self).length : Number(at)) - Number(from);
const ofPattern: Cost = (self, [text], result, from) => {
  const { source, flags, lastIndex } = self as RegExp;
  if (flags.includes("y")) return 1;
  const goesOn = flags.includes("g");
  if (result && goesOn) return lastIndex - from;
  // At one place alone: it is over at the first character that does not fit.
  return source.startsWith("^") && !flags.includes("m") ? 1 : String(text).length - (goesOn ? from : 0);
};
const NATIVES: [owner: object, name: string, cost: Cost][] = [
  [JSON, "parse", (_self, [text]) => String(text).length],
  [RegExp.prototype, "exec", ofPattern],
  [RegExp.prototype, "test", ofPattern],
  [String.prototype, "trim", ofWhole],
  [String.prototype, "split", ofWhole],
  [String.prototype, "indexOf", ofIndex],
  [String.prototype, "replaceAll", ofWhole],
  [String.prototype, "charCodeAt", () => 1],
  [String.prototype, "charAt", () => 1],
];

/** How many characters the engine's own searches and parsers, and loops over characters, looked at. */
async function workOf(run: () => Promise<unknown>): Promise<number> {
  let looked = 0;
  let inside = false;
  const natives = NATIVES.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor);
  for (const [n, [owner, name, cost]] of NATIVES.entries()) {
    const { value: native } = natives[n] as PropertyDescriptor;
    const watched = function (this: unknown, ...args: unknown[]) {
      const from = this instanceof RegExp ? this.lastIndex : 0;
      const result = Reflect.apply(native, this, args);
      // One may call another; and what it costs is told by such searches, too.
      if (inside) return result;
      inside = true;
      looked += cost(this, args, result, from);
      inside = false;
      return result;
    };
    Object.defineProperty(owner, name, { value: watched, writable: true, configurable: true });
  }
  try {
    await run();
  } finally {
    for (const [n, [owner, name]] of NATIVES.entries())
      Object.defineProperty(owner, name, natives[n] as PropertyDescriptor);
  }
  return looked;
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096);
}

const text = ALL_FORMS.filter(({ parquet }) => !parquet);

describe("the work that a file makes", () => {
  it.each(text.map((form) => [form.name, form] as const))(
    "grows with its length and no more: %s",
    async (_name, form) => {
      const flowColumns = form.flowColumns ?? null;
      const [short, long] = await Promise.all([form.write(RECORDS), form.write(RECORDS * TIMES_LONGER)]);
      for (const [name, damage] of Object.entries(DAMAGES)) {
        const [less, more] = await Promise.all(
          [short, long].map(async (file) => {
            const bytes = Buffer.from(damage(String(file)));
            return [
              bytes.length,
              () => gather(readLog(inPieces(bytes), { name: "log", flowColumns, flowBlocks: true })),
            ] as const;
          }),
        );
        if (!less || !more) continue;
        const work = [await workOf(less[1]), await workOf(more[1])] as const;
        // Every byte is decoded, too.
        const times = (work[1] + more[0]) / (work[0] + less[0]);
        expect(times, `${name}: ${work.join(" and ")} for ${less[0]} and ${more[0]} bytes`).toBeLessThan(
          MOST_TIMES_WORK,
        );
      }
    },
  );
});
