export function Logo() {
  return (
    <svg
      viewBox="0 0 18 18"
      className="size-[18px]"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M1 4h6l3 5h7" stroke="var(--flow)" />
      <path d="M1 9h16" stroke="var(--dns)" />
      <path d="M1 14h6l3-5" stroke="var(--api)" />
    </svg>
  );
}
