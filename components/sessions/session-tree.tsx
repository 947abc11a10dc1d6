"use client";

import Link from "next/link";
import { type KeyboardEvent, useRef, useState } from "react";
import { formatCount } from "@/components/format/format-count";
import { moveInTree, shownLines } from "@/components/sessions/move-in-tree";
import { originWords, VERDICTS } from "@/components/sessions/session-words";
import { Chip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { SessionLine } from "@/lib/timeline/sessions/session-view.types";

const COLUMNS = ["Session", "Used off the instance?", "Came from", "Keys", "Calls", "Denied", "Changes", "First call"];
const NUMERIC = new Set(["Keys", "Calls", "Denied", "Changes"]);
const INDENT_PX = 16;

/**
 * Sessions, each below the one that led to it: a table whose rows open and close. Arrow keys step and fold, Home and End
 * go to the ends, Enter opens a session.
 */
export function SessionTree({
  lines,
  selectedId,
  hrefs,
}: {
  lines: readonly SessionLine[];
  selectedId: string | null;
  /** Address of each session, by id. */
  hrefs: Readonly<Record<string, string>>;
}) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const shown = shownLines(lines, closed);
  const [focusId, setFocusId] = useState<string | null>(selectedId);
  const tabStop = shown.some(({ id }) => id === focusId) ? focusId : (shown[0]?.id ?? null);
  const rows = useRef(new Map<string, HTMLTableRowElement>());
  const parents = new Set(lines.flatMap(({ parentId }) => parentId ?? []));

  const fold = (id: string, close: boolean) => {
    const next = new Set(closed);
    if (close) next.add(id);
    else next.delete(id);
    setClosed(next);
  };
  const onKeyDown = (event: KeyboardEvent, line: SessionLine) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && event.target === event.currentTarget) {
      event.currentTarget.querySelector("a")?.click();
      return;
    }
    const move = moveInTree(event.key, line.id, { lines, shown, closed, parents });
    if (!move) return;
    event.preventDefault();
    if (move.fold !== undefined) fold(line.id, move.fold);
    if (move.to !== undefined) {
      setFocusId(move.to);
      rows.current.get(move.to)?.focus();
    }
  };

  return (
    <ScrollRegion label="Role sessions" className="max-h-[460px] overflow-auto">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA pattern for rows that open and close */}
      <table role="treegrid" aria-label="Role sessions" className="w-full border-collapse">
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th
                key={name}
                scope="col"
                className={`sticky top-0 z-10 h-7 whitespace-nowrap border-line border-b bg-panel px-2.5 text-faint text-xs first:pl-3.5 last:pr-3.5 ${NUMERIC.has(name) ? "text-right" : ""}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => {
            const isParent = parents.has(line.id);
            return (
              <tr
                key={line.id}
                ref={(row) => {
                  if (row) rows.current.set(line.id, row);
                  else rows.current.delete(line.id);
                }}
                aria-level={line.depth + 1}
                aria-expanded={isParent ? !closed.has(line.id) : undefined}
                aria-selected={line.id === selectedId}
                tabIndex={line.id === tabStop ? 0 : -1}
                onFocus={() => setFocusId(line.id)}
                onKeyDown={(event) => onKeyDown(event, line)}
                className={`group -outline-offset-2 hover:bg-raise aria-selected:bg-raise ${line.found ? "" : "text-dim"}`}
              >
                <td className="h-[30px] whitespace-nowrap border-soft border-b py-1 pr-2.5 pl-3.5 group-aria-selected:shadow-[inset_3px_0_0_var(--flow)]">
                  <span className="flex items-center gap-1" style={{ paddingLeft: line.depth * INDENT_PX }}>
                    {isParent ? (
                      <button
                        type="button"
                        tabIndex={-1}
                        onClick={() => fold(line.id, !closed.has(line.id))}
                        aria-label={`${closed.has(line.id) ? "Open" : "Close"} ${visibleText(line.name)}`}
                        className="grid size-6 shrink-0 place-items-center rounded text-dim hover:bg-soft"
                      >
                        <Glyph of={closed.has(line.id) ? "right" : "down"} />
                      </button>
                    ) : (
                      <span className="inline-block w-6 shrink-0" />
                    )}
                    <Link
                      href={hrefs[line.id] ?? ""}
                      tabIndex={-1}
                      prefetch={false}
                      className="mono inline-flex min-h-6 items-center font-medium hover:underline"
                    >
                      {visibleText(line.name)}
                    </Link>
                    <span className="text-dim">
                      {visibleText([line.role, line.accountId].filter((text) => text !== null).join(" · "))}
                      {line.above > 0 ? ` · ${formatCount(line.above)} above it not shown` : null}
                    </span>
                  </span>
                </td>
                <td className="whitespace-nowrap border-soft border-b px-2.5 py-1">
                  <Verdict line={line} />
                </td>
                <td className="min-w-32 border-soft border-b px-2.5 py-1 text-dim">{visibleText(originWords(line))}</td>
                <Count n={line.keys} />
                <Count n={line.calls} />
                <Count n={line.denied} />
                <Count n={line.changes} />
                <td className="whitespace-nowrap border-soft border-b py-1 pr-3.5 pl-2.5">
                  {line.firstMs === null ? <span className="text-faint">none</span> : <When at={line.firstMs} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Count({ n }: { n: number }) {
  return <td className="num whitespace-nowrap border-soft border-b px-2.5 py-1">{formatCount(n)}</td>;
}

function Verdict({ line: { verdict, keys, keysOff } }: { line: SessionLine }) {
  if (verdict === null) return <span className="text-faint">no instance's session</span>;
  const { words, tone } = VERDICTS[verdict];
  const some = keysOff > 0 && keys > 1 ? `${keysOff} of ${keys} keys ` : "";
  return <Chip tone={tone}>{`${some}${words}`}</Chip>;
}
