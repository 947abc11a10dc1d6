import Link from "next/link";
import type { ReactNode } from "react";
import { type Pivot, pivotPath } from "@/components/search/pivots";
import { visibleText } from "@/lib/core/visible-text";

/** A value that leads to every record of the case that has it. */
export function PivotLink({ caseId, pivot, children }: { caseId: string; pivot: Pivot; children?: ReactNode }) {
  const shown = visibleText(pivot.value);
  return (
    <Link
      href={pivotPath(caseId, pivot)}
      prefetch={false}
      title={`Everything in this case with ${shown}`}
      className="decoration-dotted underline-offset-2 hover:text-text hover:underline"
    >
      {children ?? shown}
    </Link>
  );
}
