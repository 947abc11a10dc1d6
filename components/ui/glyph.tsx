const PATHS = {
  close: "M2 2l6 6M8 2l-6 6",
  right: "M3.5 2 6.5 5l-3 3",
  search: "M6.6 6.6 9 9M7.5 4.25a3.25 3.25 0 1 1-6.5 0a3.25 3.25 0 0 1 6.5 0",
  down: "M2 3.5 5 6.5l3-3",
};

/** A small sign that looks the same whatever fonts there are. What it means is said beside it. */
export function Glyph({ of }: { of: keyof typeof PATHS }) {
  return (
    <svg
      viewBox="0 0 10 10"
      aria-hidden="true"
      className="inline-block size-2.5 shrink-0"
      fill="none"
      stroke="currentColor"
    >
      <path d={PATHS[of]} strokeWidth="1.4" strokeLinecap="round" />
    </svg>
  );
}
