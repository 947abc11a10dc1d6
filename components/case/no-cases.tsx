import { Card } from "@/components/ui/card";
import { Command, EmptyState } from "@/components/ui/empty-state";

export function NoCases() {
  return (
    <Card>
      <EmptyState title="No case yet">
        <p>Look at the sample incident: two days of logs with a story to find.</p>
        <Command>npx threadline sample ./sample --load</Command>
        <p>Or start with a folder of AWS logs and the address that was flagged.</p>
        <Command>npx threadline load PATH --case NAME --ip ADDRESS</Command>
      </EmptyState>
    </Card>
  );
}
