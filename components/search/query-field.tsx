"use client";

import { useEffect, useId, useRef, useState } from "react";
import type { LoadValues } from "@/components/search/complete-query";
import type { QueryEditor } from "@/components/search/query-editor";
import { askServer } from "@/components/shell/ask-server";
import { useShortcut } from "@/components/shell/use-shortcut";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import type { Mistake } from "@/lib/search/query.types";

const WAIT_MS = 350;
const HINT = "peer:198.51.100.0/24 bytes:>1MB, domain:*.example.net, NOT api:Get*, any text";

/**
 * The field of a query. A plain field at first, and for good where no script comes; whoever goes into it gets the editor,
 * with what was typed so far. What is typed counts when the typing rests and all of it can be read, or with Enter.
 */
export function QueryField({
  caseId,
  value,
  onChange,
  label,
}: {
  caseId: string;
  value: string;
  onChange: (text: string) => void;
  label: string;
}) {
  const [typed, setTyped] = useState(value);
  const [last, setLast] = useState(value);
  /** What this field made of the address and did not see there yet, the last at the end: when one comes back, more may have been typed. */
  const [sent, setSent] = useState<readonly string[]>([value]);
  /** A text that came from elsewhere, for the editor to take over. */
  const [given, setGiven] = useState({ text: value });
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [mounted, setMounted] = useState(false);
  const describedBy = useId();
  const plain = useRef<HTMLInputElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<QueryEditor | null>(null);
  const loading = useRef(false);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address was changed by something else: a step back, a link, a count that was clicked.
  if (last !== value) {
    setLast(value);
    const at = sent.indexOf(value);
    setSent(at < 0 ? [value] : sent.slice(at));
    if (at < 0) {
      setTyped(value);
      setGiven({ text: value });
      setMistakes([]);
    }
  }
  useEffect(() => {
    clearTimeout(timer.current);
    editor.current?.setText(given.text);
  }, [given]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      editor.current?.destroy();
      editor.current = null;
    },
    [],
  );
  useShortcut("/", () => (editor.current ?? plain.current)?.focus(), label);

  const settle = useLatest((text: string) => {
    clearTimeout(timer.current);
    if (text.trim() === sent.at(-1)) return;
    setSent([...sent, text.trim()]);
    onChange(text.trim());
  });
  const type = useLatest((text: string, wrong: readonly Mistake[]) => {
    setTyped(text);
    setMistakes(wrong);
    clearTimeout(timer.current);
    // A query is half wrong while it is typed: it waits for its rest, or for Enter.
    if (wrong.length === 0) timer.current = setTimeout(() => settle(text), WAIT_MS);
  });
  const enter = useLatest(() => settle(typed));
  const leave = useLatest(() => {
    if (typed === "") (document.activeElement as HTMLElement | null)?.blur();
    else {
      setTyped("");
      setMistakes([]);
      setGiven({ text: "" });
      settle("");
    }
  });

  const load = async () => {
    if (loading.current) return;
    loading.current = true;
    try {
      const { mountQueryEditor } = await import("@/components/search/query-editor");
      const field = plain.current;
      if (!host.current || !field) return;
      if (composing.current) {
        // A word that is being put together would be torn apart: when it stands, the editor comes.
        loading.current = false;
        return;
      }
      const had = document.activeElement === field;
      editor.current = mountQueryEditor(host.current, {
        text: field.value,
        selection: { from: field.selectionStart ?? 0, to: field.selectionEnd ?? 0 },
        attributes: {
          role: "searchbox",
          "aria-multiline": "false",
          "aria-label": label,
          "aria-describedby": describedBy,
          spellcheck: "false",
        },
        ...{ hint: HINT, nonce: pageNonce(), loadValues: valuesOf(caseId) },
        ...{ onChange: type, onEnter: enter, onEscape: leave },
      });
      // Now, not with the next drawing: a key that is pressed in between would go nowhere, and two fields would be read out.
      host.current.classList.remove("hidden");
      if (had) editor.current.focus();
      field.hidden = true;
      setMounted(true);
    } catch {
      // The plain field goes on; the next visit to it tries again.
      loading.current = false;
    }
  };

  // Behind a field's name that was just typed, its value is awaited, not missing.
  const mistake = typed.endsWith(":") ? undefined : mistakes[0];
  return (
    <div className="relative min-w-40 grow basis-72">
      <div
        ref={host}
        className={`min-h-7 overflow-hidden rounded-md border bg-raise focus-within:outline-2 focus-within:outline-flow ${mounted ? "" : "hidden"} ${mistake ? "border-flag" : "border-line"}`}
      />
      {mounted ? null : (
        <input
          ref={plain}
          type="search"
          aria-label={label}
          placeholder={HINT}
          value={typed}
          maxLength={MOST_CHARACTERS}
          spellCheck={false}
          onFocus={load}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={() => {
            composing.current = false;
            void load();
          }}
          onChange={(event) => type(event.target.value, [])}
          onKeyDown={(event) => {
            if (event.key === "Enter") enter();
            if (event.key === "Escape") {
              leave();
              event.preventDefault();
            }
          }}
          className="h-7 w-full rounded-md border border-line bg-raise px-2.5 text-sm placeholder:text-faint"
        />
      )}
      <p id={describedBy} aria-live="polite" className="text-sm text-warn empty:hidden">
        {mistake ? `${mistake.message}.` : ""}
      </p>
    </div>
  );
}

/** A function that stays the same and does what it was last given. */
function useLatest<Arguments extends unknown[]>(run: (...given: Arguments) => void): (...given: Arguments) => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const [same] = useState(
    () =>
      (...given: Arguments) =>
        latest.current(...given),
  );
  return same;
}

/** What the page's policy lets styles through by; browsers show it to scripts as a property alone. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}

function valuesOf(caseId: string): LoadValues {
  return (field, prefix, signal) =>
    askServer(
      `/api/cases/${encodeURIComponent(caseId)}/search/values?${new URLSearchParams({ field, prefix })}`,
      signal,
    );
}
