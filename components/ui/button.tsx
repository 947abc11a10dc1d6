"use client";

import type { ButtonHTMLAttributes } from "react";
import { type ButtonTone, buttonLook } from "@/components/ui/button-look";

/** A button; while `busy` it stays in place, says so, and takes no second press. */
export function Button({
  tone = "plain",
  busy = false,
  className = "",
  type = "button",
  onClick,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { tone?: ButtonTone; busy?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || rest["aria-disabled"]}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={`${buttonLook(tone)} ${className}`}
    >
      {children}
    </button>
  );
}
