"use client";

import Form from "next/form";
import { useRef } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { buttonLook } from "@/components/ui/button-look";

/** Finds cases by their name and what they flag; what is searched for is in the page's address. */
export function CaseSearch({ search, archived }: { search: string; archived: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", () => field.current?.focus(), "Search cases");
  return (
    <Form action="/" role="search" className="flex items-center gap-1.5">
      <input
        key={search}
        ref={field}
        type="search"
        name="q"
        defaultValue={search}
        maxLength={200}
        aria-label="Search cases by name, address or domain name"
        placeholder="Search name or indicator"
        className="h-7 w-64 max-w-[60vw] rounded-md border border-line bg-panel px-2.5"
      />
      {archived ? <input type="hidden" name="state" value="archived" /> : null}
      <button type="submit" className={buttonLook()}>
        Search
      </button>
    </Form>
  );
}
