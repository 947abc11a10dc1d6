import { visibleText } from "@/lib/core/visible-text";

/** A text of a log in a box that scrolls; what hides in it is made visible. */
export function LogText({ name, text }: { name: string; text: string }) {
  return (
    <section
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[420px] overflow-auto rounded-md border border-line bg-raise px-2.5 py-2"
    >
      <pre className="whitespace-pre-wrap font-mono text-dim text-xs [overflow-wrap:anywhere]">
        {visibleText(text, { lines: true })}
      </pre>
    </section>
  );
}
