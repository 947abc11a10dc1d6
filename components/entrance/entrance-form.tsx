"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useRef } from "react";
import type { ActionResult } from "@/lib/core/action-result";

export interface EntranceField<Name extends string> {
  name: Name;
  label: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  hint?: string;
  value?: string;
}

/** The form of someone who is not signed in yet: on success the action leads on by itself. */
export function EntranceForm<Name extends string, Extra extends Record<string, string>>({
  title,
  note,
  button,
  fields,
  extra,
  send,
  children,
}: {
  title: string;
  note: string | undefined;
  button: string;
  fields: readonly EntranceField<Name>[];
  /** Sent along, not asked for. */
  extra: Extra;
  send: (input: Record<Name, string> & Extra) => Promise<ActionResult<void>>;
  /** Below the form: other ways on. */
  children?: ReactNode;
}) {
  const [failure, submit, busy] = useActionState(async (_: string | null, form: FormData): Promise<string | null> => {
    const values = Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? "")]));
    const result = await send({ ...(values as Record<Name, string>), ...extra });
    return result.ok ? null : result.message;
  }, null);
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (failure !== null) alert.current?.focus();
  }, [failure]);
  return (
    <main className="mx-auto grid max-w-sm gap-4 px-4 py-16">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {note === undefined ? null : <p className="mt-1 text-dim">{note}</p>}
      </div>
      <form
        className="grid gap-3.5 rounded-lg border border-line bg-panel p-4"
        // A form action would empty the fields when it is refused.
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          startTransition(() => submit(form));
        }}
      >
        {failure === null ? null : (
          <p ref={alert} role="alert" tabIndex={-1} className="rounded-md bg-flag/10 px-2.5 py-1.5 text-flag">
            {failure}
          </p>
        )}
        {fields.map(({ name, label, type, autoComplete, hint, value }) => (
          <label key={name} className="grid gap-1">
            <span className="font-medium">{label}</span>
            <input
              name={name}
              type={type}
              autoComplete={autoComplete}
              defaultValue={value}
              required
              aria-describedby={hint === undefined ? undefined : `${name}-hint`}
              className="h-9 rounded-md border border-line bg-raise px-2.5 text-[14px]"
            />
            {hint === undefined ? null : (
              <span id={`${name}-hint`} className="text-faint text-sm">
                {hint}
              </span>
            )}
          </label>
        ))}
        <button
          type="submit"
          disabled={busy}
          className="h-9 rounded-md bg-flow px-3 font-medium text-panel disabled:opacity-60"
        >
          {busy ? "One moment…" : button}
        </button>
      </form>
      {children}
    </main>
  );
}
