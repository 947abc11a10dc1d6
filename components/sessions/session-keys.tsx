import Link from "next/link";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { formatCount } from "@/components/format/format-count";
import { PivotLink } from "@/components/search/pivot-link";
import { PROOFS, sinceIssue, VERDICTS } from "@/components/sessions/session-words";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { EventEvidence } from "@/lib/timeline/events/event.types";
import type { KeyView } from "@/lib/timeline/sessions/session-view.types";

const COLUMNS = [
  { name: "Access key" },
  { name: "Used off the instance?" },
  { name: "First use elsewhere" },
  { name: "Issued" },
  { name: "Joined by" },
  { name: "Issuing call" },
  { name: "IMDS" },
  { name: "Calls", numeric: true },
  { name: "Denied", numeric: true },
  { name: "Changes", numeric: true },
  { name: "First call" },
  { name: "Last call" },
];
const SHOWN = 200;

/** The keys of a session, each with the call that issued it and a verdict of its own. */
export function SessionKeys({
  caseId,
  keys,
  eventsHref,
}: {
  caseId: string;
  keys: readonly KeyView[];
  eventsHref: ((accessKeyId: string) => string) | null;
}) {
  const note =
    keys.length > SHOWN ? `the first ${SHOWN} of ${formatCount(keys.length)}` : "each judged by its own calls";
  return (
    <Card title="Keys" note={note}>
      <div className="max-h-[420px] overflow-y-auto">
        <Table label="Keys of the session" columns={COLUMNS}>
          {keys.slice(0, SHOWN).map((key) => (
            <KeyRow key={key.accessKeyId} caseId={caseId} held={key} eventsHref={eventsHref} />
          ))}
        </Table>
      </div>
    </Card>
  );
}

function KeyRow({
  caseId,
  held,
  eventsHref,
}: {
  caseId: string;
  held: KeyView;
  eventsHref: ((accessKeyId: string) => string) | null;
}) {
  const { accessKeyId, verdict, hop, createdMs, firstForeign } = held;
  const issuedMs = hop?.call?.atMs ?? createdMs;
  const version = held.deliveries.map((delivery) => delivery.charAt(0)).join(", ");
  return (
    <tr className="hover:bg-raise">
      <Cell mono className="font-medium">
        {accessKeyId === null ? (
          <span className="text-faint">without a key</span>
        ) : eventsHref === null || held.calls === 0 ? (
          <PivotLink pivot={{ field: "key", value: accessKeyId }} />
        ) : (
          <Link
            href={eventsHref(accessKeyId)}
            prefetch={false}
            title="Its calls on the instance's page"
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {visibleText(accessKeyId)}
          </Link>
        )}
      </Cell>
      <Cell>
        {verdict === null ? (
          <span className="text-faint">no instance's</span>
        ) : (
          <Chip tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].words}</Chip>
        )}
      </Cell>
      <Cell>
        {firstForeign === null ? null : (
          <span className="flex flex-wrap gap-x-2">
            <When at={firstForeign.atMs} />
            <span className="text-dim">
              {sinceIssue(firstForeign.minutesSinceIssue) ?? "issue not in the evidence"}
            </span>
            {firstForeign.evidence === null ? null : <RecordRef caseId={caseId} evidence={firstForeign.evidence} />}
          </span>
        )}
      </Cell>
      <Cell>
        {issuedMs === null ? <span className="text-faint">not in the evidence</span> : <When at={issuedMs} />}
      </Cell>
      <Cell wrap className="min-w-40 text-dim">
        {hop === null
          ? "issuing call not in the evidence"
          : `${PROOFS[hop.proof]}${hop.fits > 1 ? `, the first of ${hop.fits} that fit` : ""}`}
      </Cell>
      <Cell>
        {hop?.call ? (
          <span className="flex flex-wrap gap-x-2">
            <span>
              {visibleText(hop.call.eventName)}
              {hop.service === null ? "" : visibleText(` by ${hop.service}`)}
            </span>
            <RecordRef caseId={caseId} evidence={hop.call.evidence} />
            {hop.twins.map((twin) => (
              <span key={`${twin.fileId} ${twin.record}`} className="flex gap-1 text-dim">
                and <RecordRef caseId={caseId} evidence={twin} />
              </span>
            ))}
          </span>
        ) : null}
      </Cell>
      <Cell className={version.includes("1") ? "text-warn" : ""}>{version === "" ? "" : `v${version}`}</Cell>
      <Cell numeric>{formatCount(held.calls)}</Cell>
      <Cell numeric>{formatCount(held.denied)}</Cell>
      <Cell numeric>{formatCount(held.changes)}</Cell>
      <Cell>{held.firstMs === null ? null : <When at={held.firstMs} />}</Cell>
      <Cell>{held.lastMs === null ? null : <When at={held.lastMs} />}</Cell>
    </tr>
  );
}

function RecordRef({ caseId, evidence }: { caseId: string; evidence: EventEvidence }) {
  return (
    <EvidenceRef caseId={caseId} name={evidence.fileName} sha256={evidence.sha256} record={evidence.record} most={20} />
  );
}
