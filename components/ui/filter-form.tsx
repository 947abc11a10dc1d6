import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "@/components/ui/button-look";

/** What is shown of a list, as a plain form: its answer is a link to send on. */
export function FilterForm({
  path,
  shown,
  kept = {},
  of = "",
  framed = false,
  children,
}: {
  path: string;
  /** The values of the fields, by name; where all are missing, nothing is filtered. */
  shown: Record<string, string | undefined>;
  /** What else the address says, and goes on saying; unfiltered, too. */
  kept?: Record<string, string | undefined>;
  /** What the list is of, where a field chooses that too. */
  of?: string;
  /** Standing by itself, not at the top of a card. */
  framed?: boolean;
  children: ReactNode;
}) {
  const isFiltered = Object.values(shown).some((value) => value !== undefined);
  const query = new URLSearchParams(
    Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  const look = framed ? "content-center rounded-lg border bg-panel" : "border-b";
  return (
    <form
      // A link to another filter gives the fields their new values.
      key={JSON.stringify([of, shown])}
      action={path}
      className={`flex min-w-0 flex-wrap items-end gap-3 border-line px-3.5 py-3 ${look}`}
    >
      {Object.entries(kept).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <button type="submit" className={`h-8 ${buttonLook("plain")}`}>
        Show
      </button>
      {isFiltered ? (
        <Link href={`${path}${query === "" ? "" : `?${query}`}`} className={`h-8 ${buttonLook("quiet")}`}>
          Show all
        </Link>
      ) : null}
    </form>
  );
}
