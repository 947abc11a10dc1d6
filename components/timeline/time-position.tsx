import { useTimes } from "@/components/shell/zone";

/** Where in the view the rows in sight are: a thin bar, and the same in words. */
export function TimePosition({
  view,
  firstMs,
  lastMs,
  onJump,
}: {
  view: { fromMs: number; toMs: number };
  firstMs: number;
  lastMs: number;
  onJump: (ms: number) => void;
}) {
  const times = useTimes();
  const length = Math.max(1, view.toMs - view.fromMs);
  const share = (ms: number) => (100 * Math.min(Math.max(ms - view.fromMs, 0), length)) / length;
  return (
    // For the pointer alone: the field above it is the way for all.
    <div
      title={`Rows in sight: ${times.span(firstMs, lastMs)}`}
      className="group relative h-2 cursor-pointer bg-soft"
      aria-hidden="true"
      onClick={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        onJump(Math.round(view.fromMs + ((event.clientX - left) / Math.max(1, width)) * length));
      }}
    >
      <span
        className="absolute inset-y-0 min-w-[3px] rounded-sm bg-flow/60 group-hover:bg-flow"
        style={{ left: `min(${share(firstMs)}%, calc(100% - 3px))`, width: `${share(lastMs) - share(firstMs)}%` }}
      />
    </div>
  );
}
