import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { callTable, instanceBlocks } from "@/lib/report/instance-blocks";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { metInstances, scopeFacts } from "@/lib/report/scope-blocks";
import {
  coverageBlocks,
  detectionBlocks,
  evidenceBlocks,
  notAssessedBlocks,
  unattributedBlocks,
} from "@/lib/report/standing-blocks";
import { PLAIN } from "@/lib/report/telling";

/** Everything that a document says, in the order of a report. */
export function reportBlocks(document: InvestigationV1): ReportBlock[] {
  const { indicator, instances, apiCallsFromIndicator } = document;
  return [
    { kind: "heading", level: 1, text: `Investigation of ${indicator.ip ?? "evidence without an indicator"}` },
    scopeFacts(document, PLAIN),
    ...metInstances(document, PLAIN),
    ...instances.flatMap((instance): ReportBlock[] => [
      { kind: "heading", level: 2, text: instance.instanceId },
      ...instanceBlocks(document, instance, PLAIN),
    ]),
    ...unattributedBlocks(document, PLAIN),
    { kind: "heading", level: 2, text: "What stands behind this" },
    ...callTable("Calls from the indicator, whoever made them", apiCallsFromIndicator, PLAIN, indicator.ip ?? ""),
    ...detectionBlocks(document, PLAIN),
    ...notAssessedBlocks(document),
    ...coverageBlocks(document, PLAIN),
    ...evidenceBlocks(document, PLAIN),
  ];
}
