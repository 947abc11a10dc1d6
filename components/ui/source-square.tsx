const COLOURS = {
  flow: "bg-flow",
  dns: "bg-dns",
  api: "bg-api",
  finding: "bg-finding",
  flag: "bg-flag",
  other: "bg-other",
};

export function SourceSquare({ of }: { of: keyof typeof COLOURS }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-block size-[9px] shrink-0 forced-color-adjust-none rounded-xs ${COLOURS[of]}`}
    />
  );
}
