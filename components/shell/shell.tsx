import Link from "next/link";
import type { ReactNode } from "react";
import { Bell } from "@/components/shell/bell";
import { Logo } from "@/components/shell/logo";
import { MainNav } from "@/components/shell/main-nav";
import { MoreMenu } from "@/components/shell/more-menu";
import { PaletteButton } from "@/components/shell/palette-button";
import type { Theme } from "@/components/shell/theme";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { ZoneSwitch } from "@/components/shell/zone-switch";

/** The frame of every page: what stays while pages change. Someone who is not signed in sees no way further in. */
export function Shell({
  theme,
  person,
  unread,
  signOut,
  children,
}: {
  theme: Theme;
  person: { name: string; email: string; role: string } | null;
  /** How many notices they have not read. */
  unread: number;
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
      {/* One row of one height on every screen: what stands below never moves. */}
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-panel px-3 sm:gap-3 sm:px-4">
        <Link href="/" className="flex h-8 shrink-0 items-center gap-2 font-semibold tracking-tight lg:w-44">
          <Logo />
          <span className={person === null ? "" : "max-sm:sr-only"}>Threadline</span>
        </Link>
        {person === null ? (
          <>
            <div className="grow" />
            <ThemeSwitch theme={theme} />
          </>
        ) : (
          <>
            <MainNav isOwner={person.role === "owner"} />
            <div className="grow" />
            <PaletteButton />
            <div className="hidden lg:block">
              <ZoneSwitch />
            </div>
            <Bell unread={unread} />
            <MoreMenu theme={theme} person={person} signOut={signOut} />
          </>
        )}
      </header>
      <div id="content" className="min-w-0" tabIndex={-1}>
        {children}
      </div>
    </div>
  );
}
