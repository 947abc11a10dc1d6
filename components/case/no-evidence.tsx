import { Card } from "@/components/ui/card";
import { Command, EmptyState } from "@/components/ui/empty-state";

export function NoEvidence({ title }: { title: string }) {
  const name = /^[\w.-]+$/.test(title) ? title : JSON.stringify(title);
  return (
    <Card>
      <EmptyState title="No evidence in this case yet">
        <p>Load a file or a folder of logs; each is told by its content.</p>
        <Command>{`npx threadline load PATH --case ${name} --ip ADDRESS`}</Command>
      </EmptyState>
    </Card>
  );
}
