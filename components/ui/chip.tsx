import type { ReactNode } from "react";

const TONES = {
  plain: "border-line text-dim",
  flag: "border-flag/40 bg-flag/8 text-flag",
  warn: "border-warn/40 bg-warn/8 text-warn",
  ok: "border-ok/40 bg-ok/8 text-ok",
} as const;

export function Chip({
  tone = "plain",
  mono = false,
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  mono?: boolean;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-flex min-h-[21px] items-center gap-1.5 rounded-[11px] border px-2 text-xs ${TONES[tone]} ${mono ? "font-mono" : ""}`}
    >
      {children}
    </span>
  );
}
