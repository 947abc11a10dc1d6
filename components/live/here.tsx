"use client";

import Link from "next/link";
import { useId, useRef } from "react";
import { placeWords } from "@/components/live/place-words";
import { Initials } from "@/components/ui/initials";
import { visibleText } from "@/lib/core/visible-text";
import type { FeedPerson } from "@/lib/live/feed.types";

const DRAWN = 4;

/**
 * Who else has the case open, and at which of its pages, to which the list leads. On a narrow screen it stands in the bar's
 * corner: whoever comes moves nothing there.
 */
export function Here({ caseId, people }: { caseId: string; people: readonly FeedPerson[] }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  if (people.length === 0) return null;
  const [first] = people;
  const words =
    people.length === 1 && first !== undefined
      ? `${first.name} is here: ${placeWords(first.path)}`
      : `${people.length} others are here`;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        title={visibleText(words)}
        className="flex h-7 shrink-0 items-center rounded-md px-1 hover:bg-soft max-sm:absolute max-sm:top-2 max-sm:right-3"
      >
        <span className="sr-only">{visibleText(words)}</span>
        {people.slice(0, DRAWN).map((person, at) => (
          <span key={person.id} className={at === 0 ? "" : "-ml-1.5 max-sm:hidden"}>
            <Initials name={person.name} />
          </span>
        ))}
        <More count={people.length - DRAWN} className="max-sm:hidden" />
        <More count={people.length - 1} className="sm:hidden" />
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        className="fixed top-[100px] right-3 left-auto m-0 max-h-[60dvh] w-72 overflow-y-auto rounded-lg border border-line bg-panel p-2 text-text shadow-xl"
      >
        <ul aria-label="Also here" className="grid">
          {people.map((person) => (
            <li key={person.id} className="flex min-w-0 items-center gap-2 px-1 py-1">
              <Initials name={person.name} />
              <span className="min-w-0 grow truncate">{visibleText(person.name)}</span>
              <Link
                href={`/cases/${caseId}${person.path}`}
                onClick={() => list.current?.hidePopover()}
                className="max-w-36 truncate text-flow text-sm hover:underline"
              >
                {placeWords(person.path)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function More({ count, className }: { count: number; className: string }) {
  if (count <= 0) return null;
  return (
    <span aria-hidden="true" className={`ml-1 text-dim text-xs ${className}`}>
      +{count}
    </span>
  );
}
