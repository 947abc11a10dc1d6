import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Command, EmptyState } from "@/components/ui/empty-state";

export function NoEvidence({ caseId, title }: { caseId?: string; title: string }) {
  const name = /^[\w.-]+$/.test(title) ? title : JSON.stringify(title);
  return (
    <Card>
      <EmptyState title="No evidence in this case yet">
        {caseId === undefined ? null : (
          <p>
            <Link href={`/cases/${caseId}/evidence`} className="text-flow underline">
              Add log files on the evidence page
            </Link>
          </p>
        )}
        <p>The command loads a file or a folder of logs; each is told by its content.</p>
        <Command>{`npx threadline load PATH --case ${name} --ip ADDRESS`}</Command>
      </EmptyState>
    </Card>
  );
}
