import Link from "next/link";
import type { ReactNode } from "react";

/**
 * Where a page stands, drawn in the header's free room: between the logo and the palette, whose widths it leaves out.
 * Comes with the page's own bytes, so nothing moves when it is there.
 */
export function Breadcrumb({ steps }: { steps: readonly { name: ReactNode; title?: string; href: string }[] }) {
  return (
    <nav
      aria-label="Breadcrumb"
      className="pointer-events-none fixed top-0 right-[150px] left-10 z-40 flex h-12 items-center sm:left-[132px] lg:right-[33.75rem] lg:left-52"
    >
      <ol className="flex min-w-0 items-center gap-2">
        {steps.map(({ name, title, href }, index) => {
          const last = index === steps.length - 1;
          return (
            <li key={href} className={`flex items-center gap-2 ${last ? "min-w-0" : "shrink-0"}`}>
              {index === 0 ? null : (
                <span aria-hidden="true" className="text-faint">
                  /
                </span>
              )}
              <Link
                href={href}
                title={title}
                className={`pointer-events-auto flex h-6 items-center hover:underline ${last ? "min-w-0 font-medium" : "text-dim"}`}
              >
                <span className="truncate">{name}</span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
