import type { ReactNode } from "react";
import { visibleText } from "@/lib/core/visible-text";

const TONES = {
  plain: "border-line text-dim",
  flag: "border-flag/40 bg-flag/8 text-flag",
  warn: "border-warn/40 bg-warn/8 text-warn",
  ok: "border-ok/40 bg-ok/8 text-ok",
} as const;

/** A short fact; text that it is given by itself shows what hides in it. */
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
      title={title === undefined ? undefined : visibleText(title, { lines: true })}
      className={`inline-flex min-h-[21px] max-w-full flex-wrap items-center gap-x-1.5 [overflow-wrap:anywhere] rounded-[11px] border px-2 text-xs ${TONES[tone]} ${mono ? "font-mono" : ""}`}
    >
      {typeof children === "string" ? visibleText(children) : children}
    </span>
  );
}
