import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";

export interface LedgerTableRow {
  id: string;
  subjectKind: string;
  subject: string;
  vpcId: string | null;
  holderKind: string;
  holder: string;
  fromMs: number | null;
  toMs: number | null;
  proof: string;
  note: string | null;
  evidence: { name: string; sha256: string; record: number } | null;
}

const COLUMNS = [
  { name: "What was held" },
  { name: "Kind" },
  { name: "Holder" },
  { name: "From" },
  { name: "To" },
  { name: "Known by" },
  { name: "Evidence" },
  { name: "VPC" },
  { name: "Note" },
];

const KINDS: Record<string, string> = {
  interface: "interface",
  "private-address": "private address",
  "public-address": "public address",
  "nat-gateway": "NAT gateway",
};
const PROOFS: Record<string, string> = {
  call: "API call",
  record: "flow record",
  description: "description",
  finding: "finding",
  dns: "resolver query",
  assumed: "taken for granted",
};

export function LedgerTable({
  caseId,
  spans,
  note,
}: {
  caseId: string;
  spans: readonly LedgerTableRow[];
  note?: string;
}) {
  return (
    <Card title="Who held what, when" note={note}>
      <Table label="Address ledger" columns={COLUMNS}>
        {spans.map((span) => (
          <tr key={span.id} className="hover:bg-raise">
            <Cell mono className="font-medium">
              {span.subject}
            </Cell>
            <Cell className="text-dim">{KINDS[span.subjectKind] ?? span.subjectKind}</Cell>
            <Cell mono>{span.holder}</Cell>
            <Cell>{span.fromMs === null ? <Open /> : <When at={span.fromMs} />}</Cell>
            <Cell>{span.toMs === null ? <Open /> : <When at={span.toMs} />}</Cell>
            <Cell className={span.proof === "assumed" ? "text-warn" : ""}>{PROOFS[span.proof] ?? span.proof}</Cell>
            <Cell>{span.evidence === null ? null : <EvidenceRef caseId={caseId} {...span.evidence} most={20} />}</Cell>
            <Cell mono className="text-dim">
              {span.vpcId ?? ""}
            </Cell>
            <Cell className="max-w-72 text-dim">
              <span title={visibleText(span.note ?? "")} className="block truncate">
                {visibleText(span.note ?? "")}
              </span>
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Open() {
  return (
    <span className="text-faint" title="as far as the evidence reaches">
      open
    </span>
  );
}
