import Link from "next/link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

export function NoMatch({ search }: { search: string }) {
  return (
    <Card>
      <EmptyState title={search === "" ? "No more cases" : "No case matches"}>
        {search === "" ? null : (
          <p className="break-words">No name and no indicator contains “{search.slice(0, 200)}”.</p>
        )}
        <p>
          <Link href="/" className="text-flow underline">
            Show all cases
          </Link>
        </p>
      </EmptyState>
    </Card>
  );
}
