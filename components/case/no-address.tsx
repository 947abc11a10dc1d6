import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

export function NoAddress({ isNamed }: { isNamed: boolean }) {
  return (
    <Card>
      <EmptyState title="No address to look for yet">
        <p>
          {isNamed
            ? "The flagged names gave no address in this evidence. Flag an address as well if you know one: Edit case, above."
            : "Flag the address that an alert named: Edit case, above. What the logs cover is below."}
        </p>
      </EmptyState>
    </Card>
  );
}
