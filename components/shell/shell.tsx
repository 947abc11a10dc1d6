import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import type { Theme } from "@/components/shell/theme";
import { ThemeSwitch } from "@/components/shell/theme-switch";

/** The frame of every page: what stays while pages change. */
export function Shell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[48px_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-panel focus:px-3 focus:py-1"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex items-center gap-2 border-line border-b bg-panel px-3 sm:gap-4 sm:px-4">
        <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight sm:w-44">
          <Logo />
          Threadline
        </Link>
        <nav aria-label="Main" className="flex gap-1 text-dim">
          <Link href="/" className="rounded-md px-2 py-1 hover:bg-soft hover:text-text">
            Cases
          </Link>
          <Link href="/audit" className="rounded-md px-2 py-1 hover:bg-soft hover:text-text">
            Audit
          </Link>
        </nav>
        <div className="grow" />
        <span className="hidden text-faint text-sm sm:inline">All times UTC</span>
        <ThemeSwitch theme={theme} />
      </header>
      <div id="content" className="min-w-0" tabIndex={-1}>
        {children}
      </div>
    </div>
  );
}
