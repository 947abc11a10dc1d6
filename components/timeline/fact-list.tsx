import { useTimes } from "@/components/shell/zone";
import { factText } from "@/components/timeline/event-texts";
import { Bytes } from "@/components/ui/bytes";
import { visibleText } from "@/lib/core/visible-text";
import type { Fact } from "@/lib/timeline/events/event-detail.types";

const MOST_CHARACTERS = 4_000;

/** Names and values of a record; what hides in a value is made visible, what is very long is cut. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  const times = useTimes();
  return (
    <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      {facts.map((fact) => (
        <div key={`${fact.name} ${fact.value.slice(0, 40)}`} className="contents">
          <dt className="text-dim">{visibleText(fact.name)}</dt>
          <dd
            className={`whitespace-pre-wrap break-words [overflow-wrap:anywhere] ${fact.as === "mono" ? "mono pt-px" : ""}`}
          >
            {fact.as === "bytes" ? <Bytes bytes={Number(fact.value)} /> : shown(factText(fact, times))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)` : text;
  return visibleText(cut, { lines: true });
}
