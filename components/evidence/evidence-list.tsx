import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { EvidenceFile } from "@/components/evidence/evidence-file";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import type { EvidenceFileRow } from "@/lib/timeline/evidence/list-evidence-files";

const COLUMNS = [
  { name: "File" },
  { name: "Kind" },
  { name: "Records", numeric: true },
  { name: "Duplicates", numeric: true },
  { name: "Rejected", numeric: true },
  { name: "Span" },
  { name: "Actions", hiddenName: true },
];

/** The files of a case: what each is, what was read from it and what was not, and the hash of its original. */
export function EvidenceList({
  caseId,
  files,
  total,
  ...actions
}: {
  caseId: string;
  files: readonly EvidenceFileRow[];
  /** Of the case, whatever is shown. */
  total: number;
} & Pick<EvidenceActions, "giveFlowFormat" | "removeEvidence">) {
  const note = `${files.length === total ? "" : `${files.length} of `}${countOf(total, "file")}, originals known by their SHA-256`;
  return (
    <Card title="Files" note={note}>
      {files.length === 0 ? (
        <p className="px-3.5 py-6 text-dim">No file of the case is of this kind and name.</p>
      ) : (
        <Table label="Files" columns={COLUMNS}>
          {files.map((file) => (
            <EvidenceFile key={file.id} caseId={caseId} file={file} {...actions} />
          ))}
        </Table>
      )}
    </Card>
  );
}
