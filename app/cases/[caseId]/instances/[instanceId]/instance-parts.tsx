import type { ComponentProps } from "react";
import { MANUAL_ANCHOR } from "@/components/board/manual-anchor";
import { AnswerCards } from "@/components/case/answer-cards";
import { InstanceSessions } from "@/components/sessions/instance-sessions";
import type { DetectionMark } from "@/components/timeline/detection-lane";
import { InstanceEvents } from "@/components/timeline/instance-events";
import { NewSinceCard } from "@/components/timeline/new-since-card";
import { TimeLanesCard } from "@/components/timeline/time-lanes-card";
import { Skeleton } from "@/components/ui/skeleton";
import { isAllowed } from "@/lib/auth/permissions";
import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { recordedBehind } from "@/lib/investigate/recorded-behind";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import type { InstancePage } from "@/lib/timeline/read-instance-page";
import { chooseBaselineAction, removeSearchAction, renameSearchAction, saveSearchAction } from "../../actions";
import { caseRole } from "../../case-header";

const NO_BARS = { with: [], other: [] };
/** Keep the room of the bars that are still being read. */
export const NO_SPARKS = { flow: NO_BARS, dns: NO_BARS, api: NO_BARS };

export async function Answers({
  answers,
  sparks,
}: {
  answers: Omit<ComponentProps<typeof AnswerCards>, "sparks">;
  sparks: InstancePage["sparks"];
}) {
  return <AnswerCards {...answers} sparks={await sparks} />;
}

export async function Sessions({
  caseId,
  instanceId,
  ip,
  read,
}: {
  caseId: string;
  instanceId: string;
  ip: string | undefined;
  read: InstancePage["sessions"];
}) {
  const { lines } = await read;
  const hrefOf = (more: Record<string, string>) =>
    `/cases/${caseId}/sessions?${new URLSearchParams({ ...(ip === undefined ? {} : { ip }), ...more })}`;
  return (
    <InstanceSessions
      lines={lines}
      href={hrefOf({ q: instanceId })}
      hrefOf={(session) => hrefOf({ q: instanceId, session })}
    />
  );
}

export async function NewSince({ caseId, read }: { caseId: string; read: InstancePage["newSince"] }) {
  const found = await read;
  return found && <NewSinceCard caseId={caseId} {...found} />;
}

interface TimelineProps {
  caseId: string;
  ip: string;
  instance: InstanceV1;
  window: InvestigationV1["window"];
  /** That tells of the instance. */
  coverage: InvestigationV1["coverage"];
  read: InstancePage["timeline"];
  isOpen: boolean;
  detections: DetectionMark[];
  /** What people entered by hand, earliest first. */
  manual: ManualEventRow[];
}

export async function Timeline({ caseId, ip, instance, window, coverage, read, isOpen, ...marks }: TimelineProps) {
  const [timeline, role] = await Promise.all([read, caseRole(caseId)]);
  return (
    <>
      <TimeLanesCard
        packed={timeline.packed}
        window={timeline.window}
        ip={ip}
        baseline={timeline.baseline}
        detections={marks.detections}
        manual={{ events: marks.manual, href: `#${MANUAL_ANCHOR}` }}
        keeping={{
          caseId,
          isKept: timeline.isKept,
          keep: isOpen && isAllowed(role, "case.describe") ? chooseBaselineAction : null,
        }}
      />
      <InstanceEvents
        caseId={caseId}
        instanceId={instance.instanceId}
        ip={ip}
        first={timeline.events}
        firstContactMs={timeline.firstContactMs}
        searches={{ save: saveSearchAction, rename: renameSearchAction, remove: removeSearchAction }}
        manual={marks.manual}
        behind={(["flow", "dns", "api"] as const).map((kind) => recordedBehind(coverage, kind, window))}
      />
    </>
  );
}

export function Reading() {
  return (
    <div className="grid gap-3" aria-busy="true">
      <p className="sr-only" role="status">
        Reading the timeline…
      </p>
      <Skeleton className="h-[430px]" />
      <Skeleton className="h-[680px]" />
    </div>
  );
}
