import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";

/** A text of a log in a box that scrolls; what hides in it is made visible. */
export function LogText({ name, text }: { name: string; text: string }) {
  return (
    <ScrollRegion
      label={name}
      className="max-h-[420px] overflow-auto rounded-md border border-line bg-raise px-2.5 py-2"
    >
      <pre className="whitespace-pre-wrap font-mono text-dim text-xs [overflow-wrap:anywhere]">
        {visibleText(text, { lines: true })}
      </pre>
    </ScrollRegion>
  );
}
