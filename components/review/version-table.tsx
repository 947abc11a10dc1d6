import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";

interface Props {
  caseId: string;
  versions: readonly { number: number; sha256: string; fingerprint: string; actor: string; frozenMs: number }[];
}

const COLUMNS = [
  { name: "Version", numeric: true },
  { name: "Frozen" },
  { name: "Approved by" },
  { name: "SHA-256" },
  { name: "Signing key" },
  { name: "What to do with it", hiddenName: true },
];

/** What was approved, each with the hash that others check it by. */
export function VersionTable({ caseId, versions }: Props) {
  return (
    <Card title="Frozen versions" note="Approved, hashed and signed; never changed">
      {versions.length === 0 ? (
        <EmptyState title="Nothing is frozen yet">
          <p>When a reviewer approves the case, what it says then is kept here for good.</p>
        </EmptyState>
      ) : (
        <Table label="Frozen versions" columns={COLUMNS}>
          {versions.map(({ number, sha256, fingerprint, actor, frozenMs }) => (
            <tr key={number}>
              <Cell numeric>{number}</Cell>
              <Cell>
                <When at={frozenMs} />
              </Cell>
              <Cell>{actor}</Cell>
              <Cell mono>
                <span title={sha256}>{sha256.slice(0, 16)}…</span>
                <CopyButton text={sha256} what={`the hash of version ${number}`} />
              </Cell>
              <Cell mono>
                <span title={fingerprint}>{fingerprint.slice(0, 16)}…</span>
              </Cell>
              <Cell>
                <Link href={`/cases/${caseId}/report?version=${number}`} className="text-flow underline">
                  Report of version {number}
                </Link>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
