import { roleName } from "@/components/case/answers";
import { GapsChip } from "@/components/case/gaps-chip";
import { HeldChip } from "@/components/case/held-chip";
import { MATCH_NAMES } from "@/components/case/instance-table";
import { DETECTIONS_ANCHOR } from "@/components/detections/detections-card";
import { countOf } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { ledgerHref } from "@/components/ledger/ledger-href";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";
import type { Dwell } from "@/lib/investigate/start/start.types";

/** What an instance is known by, and how it met the address. */
export function InstanceChips({
  caseId,
  instance,
  ip,
  firstContactMs,
  coverage,
  coverageHref,
  dwell,
  detections,
}: {
  caseId: string;
  instance: InstanceV1;
  ip: string;
  firstContactMs: number | null;
  coverage: readonly CoverageV1[];
  coverageHref: string;
  dwell: Dwell | null;
  /** How many the page lists further down. */
  detections: number;
}) {
  const gaps = coverage
    .filter(
      ({ source, subject, state }) =>
        (source === "vpc-flow" || source === "tgw-flow") &&
        (state === "absent" || state === "skipped") &&
        instance.interfaces.some(({ interfaceId }) => interfaceId === subject),
    )
    .map((row) => ({ fromMs: Date.parse(row.from), toMs: Date.parse(row.to) }));
  return (
    <div className="-mt-1.5 flex flex-wrap items-center gap-1.5">
      <Chip tone="flag">{`met ${ip}: ${instance.matchedBy.map((reason) => MATCH_NAMES[reason]).join(", ")}`}</Chip>
      {firstContactMs === null ? null : (
        <Chip>
          first contact <When at={firstContactMs} />
        </Chip>
      )}
      {dwell === null ? null : (
        <Chip title={`Dwell time, ${dwell.words}`}>{`dwell ${formatDuration(dwell.seconds * 1000)}`}</Chip>
      )}
      {instance.interfaces.map(({ interfaceId, privateIps, publicIps, attachedFrom, attachedTo }) => (
        <HeldChip
          key={`${interfaceId} ${attachedFrom}`}
          links={[interfaceId, ...privateIps, ...publicIps].map((name) => ({
            name,
            href: ledgerHref(caseId, name, firstContactMs),
          }))}
          from={attachedFrom}
          to={attachedTo}
        />
      ))}
      {instance.roles.map(({ roleArn, sessionName, accessKeyIds }) => (
        <Chip key={`${roleArn} ${sessionName}`} title={`${roleArn}\n${countOf(accessKeyIds.length, "access key")}`}>
          {`role ${roleName(roleArn)}`}
        </Chip>
      ))}
      <Chip>
        {[instance.accountId, instance.region, instance.vpcId].filter((part) => part !== null).join(" · ") ||
          "account unknown"}
      </Chip>
      {detections > 0 ? (
        <a href={`#${DETECTIONS_ANCHOR}`} className="group">
          <Chip tone="warn">
            <span className="group-hover:underline">{countOf(detections, "detection")}</span>
          </Chip>
        </a>
      ) : null}
      {gaps.length > 0 ? <GapsChip gaps={gaps} href={coverageHref} /> : null}
    </div>
  );
}
