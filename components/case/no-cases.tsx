import Link from "next/link";
import { OpenSample } from "@/components/case/open-sample";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { ActionResult } from "@/lib/core/action-result";

export function NoCases({
  openSample,
}: {
  openSample: (input: undefined) => Promise<ActionResult<{ caseId: string }>>;
}) {
  return (
    <Card>
      <EmptyState title="No case yet">
        <p>
          A case holds the flagged addresses, the time in question and the logs. Begin with your own, or look at the
          sample incident first: two days of logs with a story to find.
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Link href="/cases/new" className={buttonLook("primary")}>
            Start a case
          </Link>
          <OpenSample open={openSample} />
        </div>
      </EmptyState>
    </Card>
  );
}
