"use client";

import Link from "next/link";
import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { type Pivot, pivotPath } from "@/components/search/pivots";
import { visibleText } from "@/lib/core/visible-text";

/** A value on a page of a case that leads to every record of the case that has it. */
export function PivotLink({
  pivot,
  className = "decoration-dotted underline-offset-2 hover:text-text hover:underline",
  children,
}: {
  pivot: Pivot;
  className?: string;
  children?: ReactNode;
}) {
  const caseId = String(useParams().caseId ?? "");
  const shown = visibleText(pivot.value);
  return (
    <Link
      href={pivotPath(caseId, pivot)}
      prefetch={false}
      title={`Everything in this case with ${shown}`}
      className={className}
    >
      {children ?? shown}
    </Link>
  );
}
