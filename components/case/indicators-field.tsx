"use client";

import { useId } from "react";
import { Chip } from "@/components/ui/chip";
import type { ReadIndicators } from "@/lib/core/read-indicators";

const PROBLEMS_SHOWN = 8;

/** Flagged addresses and names as text, with what each became and what is wrong with which line. */
export function IndicatorsField({
  label = "Flagged addresses and names",
  text,
  read,
  showProblems,
  rows = 4,
  onChange,
}: {
  label?: string;
  text: string;
  read: ReadIndicators;
  /** Nothing is called a mistake while it is being typed for the first time. */
  showProblems: boolean;
  rows?: number;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const problems = showProblems ? read.problems : [];
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-describedby={`${id}-hint${problems.length > 0 ? ` ${id}-problems` : ""}`}
        aria-invalid={problems.length > 0 ? true : undefined}
        onChange={({ target }) => onChange(target.value)}
        className="mono w-full rounded-md border border-line bg-raise px-2.5 py-1.5 aria-invalid:border-flag"
      />
      <p id={`${id}-hint`} className="text-faint text-sm">
        One a line, or with commas between: IPv4, IPv6, domain names. Defanged text is understood:{" "}
        <span className="mono">198[.]51[.]100[.]77</span>, <span className="mono">hxxp://…</span>
      </p>
      {problems.length === 0 ? null : (
        <ul id={`${id}-problems`} className="grid gap-0.5 text-flag text-sm">
          {problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
            <li key={`${problem.line} ${problem.given}`} className="break-words">
              Line {problem.line}, <span className="mono">{problem.given}</span>: {problem.message}
            </li>
          ))}
          {problems.length > PROBLEMS_SHOWN ? <li>{problems.length - PROBLEMS_SHOWN} more lines like these.</li> : null}
        </ul>
      )}
      {read.flagged.length === 0 ? null : (
        <ul aria-label="Understood as" className="mt-0.5 flex flex-wrap gap-1.5">
          {read.flagged.map(({ kind, value, given }) => (
            <li key={value} className="max-w-full">
              <Chip tone="flag" mono title={given === value ? undefined : `given as ${given}`}>
                <span className="max-w-72 truncate">{value}</span>
                <span className="font-sans text-dim">
                  {kind}
                  {given === value ? null : <span className="sr-only">, given as {given}</span>}
                </span>
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
