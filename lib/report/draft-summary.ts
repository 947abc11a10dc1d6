import type { CaseData } from "@/lib/report/case-data.types";
import { coverageBehindAll } from "@/lib/report/coverage-words";
import { instanceAnswers } from "@/lib/report/instance-answers";
import { type ReportTimes, UTC_TIMES } from "@/lib/report/telling";
import { counted, dwellWords } from "@/lib/report/units";

const INSTANCES = 5;

/** What the facts of a case say in a few sentences, for a person to write on from; a paragraph each. */
export function draftSummary({ documents }: Pick<CaseData, "documents">, times: ReportTimes = UTC_TIMES): string[] {
  return documents.flatMap((document) => {
    const { indicator, instances, earliestIndicator, start, dwell, detections } = document;
    const about = indicator.ip ?? "the evidence, in which no address is flagged";
    if (indicator.ip === null) return [`This report is about ${about}.`];
    const met =
      instances.length === 0
        ? `No instance is known to have met ${about} (${coverageBehindAll(document, undefined, times)}).`
        : `${counted(instances.length, "instance")} met ${about}.`;
    const each = instances.slice(0, INSTANCES).map((instance) => {
      const { sent, resolved, role } = instanceAnswers(document, instance, 3, times);
      return `${instance.instanceId}: ${[sent[0], resolved[0], role[0]].join("; ")}.`;
    });
    const left = instances.length - each.length;
    const loud = detections.filter(({ muted }) => muted === undefined).length;
    return [
      met,
      ...each,
      ...(left > 0 ? [`And ${counted(left, "more instance")}.`] : []),
      ...(earliestIndicator
        ? [`First seen ${times.instant(earliestIndicator.time)}: ${earliestIndicator.summary}.`]
        : []),
      ...(start ? [`Accepted start ${times.instant(start.time)}: ${start.summary}.`] : []),
      ...(dwell ? [`Dwell time ${dwellWords(dwell, times.span)}.`] : []),
      ...(loud > 0 ? [`${counted(loud, "detection")} that nobody muted.`] : []),
    ];
  });
}
