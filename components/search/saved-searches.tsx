"use client";

import { type FormEvent, useCallback, useId, useRef, useState } from "react";
import { May } from "@/components/case/rights";
import type { SavedSearchActions } from "@/components/search/saved-search-actions";
import { AskError, askServer } from "@/components/shell/ask-server";
import { useTimes } from "@/components/shell/zone";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import { Glyph } from "@/components/ui/glyph";
import { visibleText } from "@/lib/core/visible-text";
import type { SavedSearchRow } from "@/lib/timeline/search/list-saved-searches";

/** The searches that are kept for the case: one is run, the present one is kept, others are renamed or taken away. */
export function SavedSearches({
  caseId,
  query,
  actions,
  onChoose,
}: {
  caseId: string;
  query: string;
  actions: SavedSearchActions;
  onChoose: (query: string) => void;
}) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState<readonly SavedSearchRow[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const read = useCallback(async () => {
    try {
      setRows(await askServer<SavedSearchRow[]>(`/api/cases/${encodeURIComponent(caseId)}/search/saved`));
    } catch (error) {
      setFailure(error instanceof AskError ? error.message : "The server cannot be reached.");
    }
  }, [caseId]);
  const run = async (act: ReturnType<SavedSearchActions["save"]>): Promise<boolean> => {
    setBusy(true);
    const result = await act.catch(() => ({ ok: false as const, message: "The server cannot be reached." }));
    setBusy(false);
    setFailure(result.ok ? null : result.message);
    if (result.ok) await read();
    return result.ok;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name") ?? "");
    if (await run(actions.save({ caseId, name, query }))) form.reset();
  };
  const rename = async (event: FormEvent<HTMLFormElement>, searchId: number) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "");
    if (await run(actions.rename({ caseId, searchId, name }))) setRenaming(null);
  };
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line px-2 text-dim text-sm hover:text-text"
      >
        Saved searches
        <Glyph of="down" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Saved searches"
        onToggle={(event) => {
          setFailure(null);
          setRenaming(null);
          if (event.newState === "open") void read();
        }}
        className="m-auto max-h-[70dvh] w-[min(460px,calc(100vw-24px))] overflow-y-auto rounded-lg border border-line bg-panel p-3.5 text-text shadow-xl"
      >
        <div className="grid gap-3">
          <FailureText text={failure} />
          {rows === null && failure === null ? <p className="text-dim">Reading…</p> : null}
          {rows?.length === 0 ? <p className="text-dim">No search is kept for this case yet.</p> : null}
          <ul className="grid gap-2">
            {rows?.map((row) => (
              <li key={row.id} className="flex min-w-0 items-start gap-1.5">
                {renaming === row.id ? (
                  <form onSubmit={(event) => rename(event, row.id)} className="flex grow items-end gap-1.5">
                    <div className="grow">
                      <TextField label="New name" name="name" defaultValue={row.name} maxLength={120} autoFocus />
                    </div>
                    <Button type="submit" busy={busy}>
                      Rename
                    </Button>
                  </form>
                ) : (
                  <>
                    <button
                      type="button"
                      onClick={() => {
                        menu.current?.hidePopover();
                        onChoose(row.query);
                      }}
                      className="min-w-0 grow rounded-md px-1.5 py-0.5 text-left hover:bg-soft"
                    >
                      <span className="block font-medium [overflow-wrap:anywhere]">{visibleText(row.name)}</span>
                      <span className="mono block text-dim text-xs [overflow-wrap:anywhere]">
                        {visibleText(row.query)}
                      </span>
                      <Saver row={row} />
                    </button>
                    <May to="searches.change">
                      <Button
                        tone="quiet"
                        aria-label={`Rename ${visibleText(row.name)}`}
                        onClick={() => setRenaming(row.id)}
                      >
                        Rename
                      </Button>
                      <Button
                        tone="quiet"
                        busy={busy}
                        aria-label={`Remove ${visibleText(row.name)}`}
                        onClick={() => run(actions.remove({ caseId, searchId: row.id }))}
                      >
                        Remove
                      </Button>
                    </May>
                  </>
                )}
              </li>
            ))}
          </ul>
          <May to="searches.change">
            {query === "" ? (
              <p className="border-line border-t pt-3 text-dim">Type a query, and it can be kept here for everyone.</p>
            ) : (
              <form onSubmit={submit} className="grid gap-2 border-line border-t pt-3">
                <TextField
                  label="Keep this query as"
                  name="name"
                  maxLength={120}
                  autoComplete="off"
                  hint={<span className="mono [overflow-wrap:anywhere]">{visibleText(query)}</span>}
                />
                <div>
                  <Button type="submit" tone="primary" busy={busy}>
                    Keep for this case
                  </Button>
                </div>
              </form>
            )}
          </May>
        </div>
      </div>
    </>
  );
}

function Saver({ row }: { row: SavedSearchRow }) {
  const times = useTimes();
  return (
    <span className="block text-faint text-xs">
      by {visibleText(row.actor)}, {times.instant(row.createdMs)}
    </span>
  );
}
