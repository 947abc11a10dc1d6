import { type Answer, answersOf } from "@/components/case/answers";
import { SourceSquare } from "@/components/ui/source-square";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";

export function AnswerCards({
  instances,
  coverage,
}: {
  instances: readonly InstanceV1[];
  coverage: readonly CoverageV1[];
}) {
  return (
    <div className="grid gap-3 md:grid-cols-3">
      {answersOf(instances, coverage).map((answer) => (
        <AnswerCard key={answer.of} answer={answer} />
      ))}
    </div>
  );
}

function AnswerCard({ answer }: { answer: Answer }) {
  return (
    <section aria-label={answer.title} className="min-w-0 rounded-lg border border-line bg-panel px-3.5 pt-2.5 pb-2.5">
      <h2 className="flex items-center gap-2 text-dim text-sm">
        <SourceSquare of={answer.of} />
        {answer.title}
      </h2>
      <p className="my-0.5 font-semibold text-2xl tabular-nums tracking-tight" title={answer.exact}>
        {answer.headline}
        <span className="ml-1.5 font-normal text-base text-dim tracking-normal">{answer.counts}</span>
      </p>
      <p className="flex flex-wrap gap-x-1.5 text-dim text-sm">
        {answer.notes.map((note, index) => (
          <span key={note.text} className="min-w-0 break-words">
            <span className={note.flagged ? "text-flag" : ""}>{note.text}</span>
            {index < answer.notes.length - 1 ? (
              <span className="ml-1.5 text-faint" aria-hidden="true">
                ·
              </span>
            ) : null}
          </span>
        ))}
      </p>
    </section>
  );
}
