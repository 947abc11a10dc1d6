"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";

/** A dialog over the page, by the browser's own: focus stays within, Escape and a click beside it close it. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  wide = false,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element || !open) return;
    element.showModal();
    // Where something is asked for, that is where one begins to type.
    element.querySelector<HTMLElement>("input, textarea, select")?.focus();
    return () => element.close();
  }, [open]);
  if (!open) return null;
  // Away from where it was asked for: a menu that closes would take it along.
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for it, and the browser hears it
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className={`m-auto w-[calc(100vw-24px)] rounded-lg border border-line bg-panel p-0 text-text shadow-2xl backdrop:bg-black/40 ${wide ? "max-w-2xl" : "max-w-md"}`}
    >
      <div className="grid gap-3 p-4">
        <h2 id={titleId} className="font-semibold text-lg">
          {title}
        </h2>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}
