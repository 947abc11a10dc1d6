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
      // A server component can draw a button too, as long as it hands no handler down.
      onClick={
        busy || onClick
          ? (event) => {
              if (busy) event.preventDefault();
              else onClick?.(event);
            }
          : undefined
      }
      className={`${buttonLook(tone)} ${className}`}
    >
      {children}
    </button>
  );
}
