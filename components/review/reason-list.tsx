import { visibleText } from "@/lib/core/visible-text";

/** What a reviewer answered, and what they objected to by item. */
export function ReasonList({
  answer,
  by,
  reasons,
}: {
  answer: string;
  by: string | null;
  reasons: readonly { key: string; title: string; reason: string }[];
}) {
  return (
    <div className="grid gap-2">
      {answer === "" ? null : (
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visibleText(answer, { lines: true })}</p>
      )}
      {reasons.length === 0 ? null : (
        <dl className="grid gap-1.5">
          {reasons.map(({ key, title, reason }) => (
            <div key={key} className="border-warn/60 border-l-2 pl-2.5">
              <dt className="text-dim text-sm [overflow-wrap:anywhere]">{visibleText(title)}</dt>
              <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visibleText(reason, { lines: true })}</dd>
            </div>
          ))}
        </dl>
      )}
      {by === null ? null : <p className="text-faint text-sm">{visibleText(by)}</p>}
    </div>
  );
}
