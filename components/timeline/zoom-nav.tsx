import Link from "next/link";
import type { Zoom } from "@/components/timeline/use-zoom";
import type { ZoomLevel } from "@/components/timeline/zoom-levels";

/** Lengths of time to look at. Each is a link, so that it can be opened beside this one too. */
export function ZoomNav({ levels, zoom }: { levels: readonly ZoomLevel[]; zoom: Zoom }) {
  return (
    <nav aria-label="Zoom" className="flex overflow-hidden rounded-md border border-line">
      {levels.map(({ name, piece, on }) => (
        <Link
          key={name}
          href={zoom.hrefOf(piece)}
          scroll={false}
          prefetch={false}
          aria-current={on ? "true" : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            zoom.go(piece);
          }}
          className="border-line border-r px-2 py-0.5 text-dim text-sm -outline-offset-2 last:border-0 hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
