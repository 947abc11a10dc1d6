"use client";

import Link from "next/link";
import { useId, useRef, useTransition } from "react";
import { KeysHelp } from "@/components/shell/keys-help";
import { mainPages } from "@/components/shell/main-nav";
import type { Theme } from "@/components/shell/theme";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { ZoneSwitch } from "@/components/shell/zone-switch";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Initials } from "@/components/ui/initials";

/** What the header has no room for, and who is signed in; the browser's own popover opens and closes it. */
export function MoreMenu({
  theme,
  person,
  signOut,
}: {
  theme: Theme;
  person: { name: string; email: string; role: string };
  signOut: () => Promise<unknown>;
}) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [leaving, start] = useTransition();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        title={person.name}
        className="flex h-8 shrink-0 items-center gap-1 rounded-md px-1 hover:bg-soft"
      >
        <span className="sr-only">More</span>
        <Initials name={person.name} />
        <Glyph of="down" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="fixed top-[50px] right-3 left-auto m-0 w-72 rounded-lg border border-line bg-panel p-3 text-text shadow-xl"
      >
        <div className="grid gap-3">
          <p className="min-w-0 break-words">
            <span className="block font-medium">{person.name}</span>
            <span className="block text-dim text-sm">{person.email}</span>
            <Link href="/account" onClick={() => menu.current?.hidePopover()} className="text-flow underline">
              Your account
            </Link>
          </p>
          <div className="grid grid-cols-[64px_1fr] items-center gap-x-3 gap-y-2 border-line border-t pt-3">
            <span className="text-dim">Colours</span>
            <ThemeSwitch theme={theme} />
            <span className="text-dim lg:hidden">Times</span>
            <div className="lg:hidden">
              <ZoneSwitch />
            </div>
          </div>
          <div className="flex flex-wrap gap-1 border-line border-t pt-3">
            <KeysHelp />
            {mainPages(person.role === "owner")
              .slice(1)
              .map(({ name, path }) => (
                <Link
                  key={path}
                  href={path}
                  onClick={() => menu.current?.hidePopover()}
                  className="flex h-7 items-center rounded-md px-2.5 font-medium text-dim hover:bg-soft hover:text-text"
                >
                  {name}
                </Link>
              ))}
            <div className="grow" />
            <Button busy={leaving} onClick={() => start(async () => void (await signOut()))}>
              Sign out
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}
