import type { ReactNode } from "react";

/** A part of a page that scrolls by itself, and so is within reach of the keyboard; `className` says how far it goes. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={`relative ${className}`}>
      {children}
    </section>
  );
}
