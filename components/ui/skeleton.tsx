/** The place of something that is still being read, as high as it will be. */
export function Skeleton({ className }: { className: string }) {
  return (
    <div
      aria-hidden="true"
      className={`animate-pulse rounded-lg border border-line bg-panel motion-reduce:animate-none ${className}`}
    />
  );
}
