import Link from "next/link";
import type { ReactNode } from "react";
import { KeysHelp } from "@/components/shell/keys-help";
import { Logo } from "@/components/shell/logo";
import { PaletteButton } from "@/components/shell/palette-button";
import { PersonMenu } from "@/components/shell/person-menu";
import type { Theme } from "@/components/shell/theme";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { ZoneSwitch } from "@/components/shell/zone-switch";

/** The frame of every page: what stays while pages change. Someone who is not signed in sees no way further in. */
export function Shell({
  theme,
  person,
  signOut,
  children,
}: {
  theme: Theme;
  person: { name: string; email: string } | null;
  signOut: () => Promise<unknown>;
  children: ReactNode;
}) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-panel focus:px-3 focus:py-1"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b bg-panel px-3 py-1.5 sm:gap-x-4 sm:px-4">
        <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight lg:w-44">
          <Logo />
          Threadline
        </Link>
        {person === null ? null : (
          <nav aria-label="Main" className="flex gap-1 text-dim">
            <Link href="/" className="rounded-md px-2 py-1 hover:bg-soft hover:text-text">
              Cases
            </Link>
            <Link href="/audit" className="rounded-md px-2 py-1 hover:bg-soft hover:text-text">
              Audit
            </Link>
          </nav>
        )}
        <div className="grow" />
        {person === null ? null : (
          <>
            <PaletteButton />
            <KeysHelp />
            <ZoneSwitch />
          </>
        )}
        <ThemeSwitch theme={theme} />
        {person === null ? null : <PersonMenu name={person.name} email={person.email} signOut={signOut} />}
      </header>
      <div id="content" className="min-w-0" tabIndex={-1}>
        {children}
      </div>
    </div>
  );
}
