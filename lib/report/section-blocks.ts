import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { LogKind } from "@/lib/investigate/recorded-behind";
import { boardOf } from "@/lib/report/board/board-of";
import { hypothesisBlocks } from "@/lib/report/board/hypothesis-blocks";
import { taskBlocks } from "@/lib/report/board/task-blocks";
import { commentBlocks } from "@/lib/report/board/thread-blocks";
import { timelineBlocks } from "@/lib/report/board/timeline-blocks";
import { auditBlocks, indicatorBlocks, manifestBlocks } from "@/lib/report/case-blocks";
import type { CaseData } from "@/lib/report/case-data.types";
import { coverageBehindAll } from "@/lib/report/coverage-words";
import { draftSummary } from "@/lib/report/draft-summary";
import { callTable, instanceBlocks } from "@/lib/report/instance-blocks";
import { methodBlocks } from "@/lib/report/method-blocks";
import type { ReportBlock } from "@/lib/report/report-block.types";
import type { ReportSection, ReportSettings } from "@/lib/report/report-settings";
import { metInstances, scopeFacts } from "@/lib/report/scope-blocks";
import {
  coverageSummary,
  detectionBlocks,
  notAssessedBlocks,
  rejectionBlocks,
  unattributedBlocks,
} from "@/lib/report/standing-blocks";
import type { Telling } from "@/lib/report/telling";

interface Told {
  data: CaseData;
  settings: ReportSettings;
  telling: Telling;
}

const SECTIONS: Record<ReportSection, (told: Told) => ReportBlock[]> = {
  summary: ({ data, settings, telling }) =>
    (settings.summary === "" ? draftSummary(data, telling.times) : settings.summary.split(/\n\s*\n/)).map((text) => ({
      kind: "paragraph",
      text: text.replace(/\s+/g, " ").trim(),
    })),
  scope: (told) =>
    byAddress(told, (document) => [scopeFacts(document, told.telling), ...metInstances(document, told.telling)]),
  instances: (told) =>
    told.data.documents.flatMap((document) => [
      ...document.instances.flatMap((instance): ReportBlock[] => [
        {
          ...{ kind: "heading", level: 2, anchor: `${document.indicator.ip}-${instance.instanceId}` },
          text:
            told.data.documents.length > 1
              ? `${instance.instanceId} and ${document.indicator.ip}`
              : instance.instanceId,
        },
        ...instanceBlocks(
          document,
          instance,
          told.telling,
          told.data.charts.flatMap(({ ip, instanceId, chart }) =>
            ip === document.indicator.ip && instanceId === instance.instanceId ? [chart] : [],
          ),
        ),
      ]),
      ...unattributedBlocks(document, told.telling),
      ...(document.instances.length + document.unattributed.length > 0 ? [] : metInstances(document, told.telling)),
    ]),
  calls: (told) =>
    byAddress(told, (document) =>
      orNothing(
        callTable(
          "Calls from the indicator, whoever made them",
          document.apiCallsFromIndicator,
          told.telling,
          document.indicator.ip ?? "",
        ),
        `No call from the indicator is in the evidence${behind(document, told.telling, ["api"])}.`,
      ),
    ),
  timeline: ({ data, telling }) => timelineBlocks(boardOf(data.annotations), telling),
  // Detections and files are the case's, not an address's: each document lists the same ones.
  detections: ({ data, telling }) =>
    orNothing(
      data.documents.slice(0, 1).flatMap((document) => detectionBlocks(document, telling)),
      `No detector told of anything${behind(data.documents[0], telling)}.`,
    ),
  hypotheses: ({ data, telling }) => hypothesisBlocks(boardOf(data.annotations), telling),
  comments: ({ data, settings, telling }) => {
    const board = boardOf(data.annotations);
    const inTimeline = settings.sections.includes("timeline") ? board.pins.map(({ subject }) => subject.key) : [];
    return commentBlocks(board, telling, new Set(inTimeline));
  },
  tasks: ({ data, telling }) => taskBlocks(boardOf(data.annotations), telling),
  coverage: (told) => byAddress(told, (document) => [...notAssessedBlocks(document), ...coverageSummary(document)]),
  indicators: ({ data, telling }) => indicatorBlocks(data, telling),
  evidence: ({ data, telling }) => [
    ...manifestBlocks(data, telling),
    ...data.documents.slice(0, 1).flatMap((document) => rejectionBlocks(document)),
  ],
  audit: ({ data, telling }) => auditBlocks(data, telling),
  method: () => methodBlocks(),
};

/** What one section of a case's report says. */
export function sectionBlocks(id: ReportSection, told: Told): ReportBlock[] {
  return SECTIONS[id](told);
}

function byAddress({ data }: Told, tell: (document: InvestigationV1) => ReportBlock[]): ReportBlock[] {
  return data.documents.flatMap((document) => [
    ...(data.documents.length > 1
      ? [{ kind: "heading", level: 2, text: document.indicator.ip ?? "Without an address" } as const]
      : []),
    ...tell(document),
  ]);
}

function behind(document: InvestigationV1 | undefined, { times }: Telling, kinds?: readonly LogKind[]): string {
  return document === undefined ? "" : ` (${coverageBehindAll(document, kinds, times)})`;
}

function orNothing(blocks: ReportBlock[], words: string): ReportBlock[] {
  return blocks.length > 0 ? blocks : [{ kind: "paragraph", text: words }];
}
