import { type Answer, answersOf } from "@/components/case/answers";
import { SparkBars, type SparkModel } from "@/components/case/spark-bars";
import { Recorded } from "@/components/coverage/recorded";
import { SourceSquare } from "@/components/ui/source-square";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";

const SPARK_WORDS = {
  flow: "Bytes sent over the window: in colour to the address, pale to everything else",
  dns: "Lookups over the window: in colour those that gave the address, pale the rest",
  api: "Calls over the window: in colour those from the address, pale the rest",
};

export function AnswerCards({
  instances,
  coverage,
  window,
  sparks = null,
}: {
  instances: readonly InstanceV1[];
  coverage: readonly CoverageV1[];
  window: { from: string | null; to: string | null };
  sparks?: Record<Answer["of"], SparkModel> | null;
}) {
  return (
    <div className="grid gap-3 md:grid-cols-3">
      {answersOf(instances, coverage, window).map((answer) => (
        <AnswerCard key={answer.of} answer={answer} spark={sparks === null ? null : sparks[answer.of]} />
      ))}
    </div>
  );
}

function AnswerCard({ answer, spark }: { answer: Answer; spark: SparkModel | null }) {
  return (
    <section
      aria-label={answer.title}
      className="@container flex min-w-0 flex-col rounded-lg border border-line bg-panel px-3.5 pt-2.5 pb-2.5"
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="flex items-center gap-2 whitespace-nowrap pt-0.5 text-dim text-sm">
          <SourceSquare of={answer.of} />
          {answer.title}
        </h2>
        {spark === null ? null : (
          <div className="@max-[260px]:hidden">
            <SparkBars of={answer.of} spark={spark} label={SPARK_WORDS[answer.of]} />
          </div>
        )}
      </div>
      <p className="my-0.5 font-semibold text-2xl tabular-nums tracking-tight" title={answer.exact}>
        {answer.headline}
        <span className="ml-1.5 font-normal text-base text-dim tracking-normal">{answer.counts}</span>
      </p>
      <p className="flex flex-wrap gap-x-1.5 text-dim text-sm">
        {answer.notes.map((note, index) => (
          <span key={note.text} className="min-w-0 break-words">
            <span className={note.flagged ? "text-flag" : ""}>{visibleText(note.text)}</span>
            {note.at === undefined ? null : (
              <>
                {" "}
                <When at={note.at} />
              </>
            )}
            {index < answer.notes.length - 1 ? (
              <span className="ml-1.5 text-faint" aria-hidden="true">
                ·
              </span>
            ) : null}
          </span>
        ))}
        {answer.behind === undefined ? null : <Recorded of={answer.behind} />}
      </p>
    </section>
  );
}
