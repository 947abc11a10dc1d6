/** How much of something is done. */
export function ProgressBar({ label, value, max }: { label: string; value: number; max: number }) {
  return (
    <progress
      aria-label={label}
      className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-soft [&::-moz-progress-bar]:bg-flow [&::-webkit-progress-bar]:bg-soft [&::-webkit-progress-value]:bg-flow"
      value={value}
      max={Math.max(1, max)}
    />
  );
}
