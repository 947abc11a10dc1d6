import type { ReactNode } from "react";

/** Where the plots begin, beside the names of the lanes. */
export const PLOT_LEFT = "left-[84px] sm:left-[132px]";

/** A line of the timeline: its name at the left, its drawing at the right. */
export function LaneRow({ name, notes, children }: { name: ReactNode; notes?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex">
      <div className="w-[84px] shrink-0 overflow-hidden py-2 pl-3 text-sm sm:w-[132px] sm:pl-3.5">
        <div className="flex items-center gap-2 whitespace-nowrap font-medium">{name}</div>
        {notes ? <div className="mt-0.5 text-faint text-xs leading-[1.35] max-sm:hidden">{notes}</div> : null}
      </div>
      <div className="relative min-w-0 grow">{children}</div>
    </div>
  );
}
