import { PivotLink } from "@/components/search/pivot-link";
import type { Pivot } from "@/components/search/pivots";
import { Glyph } from "@/components/ui/glyph";
import { visibleText } from "@/lib/core/visible-text";

/** A small way to everything in the case with a value, for beside a value whose own link leads elsewhere. */
export function PivotSign({ pivot }: { pivot: Pivot }) {
  return (
    <PivotLink pivot={pivot} className="inline-flex size-6 shrink-0 items-center justify-center hover:text-text">
      <Glyph of="search" />
      <span className="sr-only">Records with {visibleText(pivot.value)}</span>
    </PivotLink>
  );
}
