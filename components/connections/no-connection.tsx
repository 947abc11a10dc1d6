import Link from "next/link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

/** Said where AWS could be asked and there is no way into it; only an owner can make one. */
export function NoConnection({ isOwner }: { isOwner: boolean }) {
  return (
    <Card>
      <EmptyState title="There is no connection to AWS yet">
        {isOwner ? (
          <p>
            <Link href="/connections" className="underline">
              Add one
            </Link>
            : it says which accounts and regions are read, and as whom. No key is stored.
          </p>
        ) : (
          <p>An owner of this installation adds one.</p>
        )}
      </EmptyState>
    </Card>
  );
}
