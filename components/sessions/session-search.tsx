"use client";

import Form from "next/form";
import Link from "next/link";
import { useRef } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { buttonLook } from "@/components/ui/button-look";

/** Finds sessions by any part of what names them; what is searched for is in the page's address. */
export function SessionSearch({ path, q, ip }: { path: string; q: string; ip: string | undefined }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", () => field.current?.focus(), "Search sessions");
  return (
    <Form action={path} role="search" className="flex flex-wrap items-center gap-1.5">
      {ip === undefined ? null : <input type="hidden" name="ip" value={ip} />}
      <input
        key={q}
        ref={field}
        type="search"
        name="q"
        defaultValue={q}
        maxLength={200}
        aria-label="Search sessions by key, role, session, user, account or instance"
        placeholder="Key, role, session, user, account"
        className="h-7 w-64 max-w-[60vw] rounded-md border border-line bg-panel px-2.5"
      />
      <button type="submit" className={buttonLook()}>
        Search
      </button>
      {q === "" ? null : (
        <Link href={ip === undefined ? path : `${path}?ip=${encodeURIComponent(ip)}`} className={buttonLook("quiet")}>
          Clear
        </Link>
      )}
    </Form>
  );
}
