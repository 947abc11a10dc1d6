"use client";

import { useId, useState, useTransition } from "react";
import { readFindingFile } from "@/components/case/read-finding-file";
import { useTimes } from "@/components/shell/zone";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

export interface FindingDraft {
  findingId: string;
  type: string;
  severity: number | null;
  title: string;
  flagged: { kind: "address" | "name"; value: string }[];
  fromMs: number;
  toMs: number;
  firstSeenMs: number;
  lastSeenMs: number;
  instanceIds: string[];
  accessKeyIds: string[];
  notes: string[];
}

export interface GivenFinding {
  text: string;
  drafts: FindingDraft[];
}

export type ReadFindings = (input: {
  text: string;
}) => Promise<ActionResult<{ drafts: FindingDraft[]; problems: string[] }>>;

const ALL = "all";

/** Reads findings from pasted text or a file, and hands on the one, or all, that the form is to be filled from. */
export function FindingReader({
  read,
  given = null,
  onUse,
}: {
  read: ReadFindings;
  /** A finding that was picked already, as it was read. */
  given?: GivenFinding | null;
  onUse: (drafts: FindingDraft[], text: string) => void;
}) {
  const [text, setText] = useState(given?.text ?? "");
  const [drafts, setDrafts] = useState<FindingDraft[]>(given?.drafts ?? []);
  const [problems, setProblems] = useState<string[]>([]);
  const [chosen, setChosen] = useState(given?.drafts[0]?.findingId ?? "");
  const [busy, start] = useTransition();
  const fileId = useId();

  const choose = (which: string, among: FindingDraft[], from: string) => {
    setChosen(which);
    onUse(which === ALL ? among : among.filter(({ findingId }) => findingId === which), from);
  };
  const readText = (given: string) =>
    start(async () => {
      const result = await read({ text: given });
      const found = result.ok ? result.value.drafts : [];
      setDrafts(found);
      setProblems(result.ok ? result.value.problems : [result.message]);
      if (found[0]) choose(found[0].findingId, found, given);
    });
  const readFile = (file: File | undefined) =>
    start(async () => {
      if (!file) return;
      const result = await readFindingFile(file);
      if ("problem" in result) {
        setDrafts([]);
        setProblems([result.problem]);
        return;
      }
      setText(result.text);
      readText(result.text);
    });

  return (
    <div className="grid gap-2.5">
      <TextArea
        label="JSON of the finding"
        hint="From the console, GetFindings, EventBridge or an S3 export; one finding or several."
        rows={5}
        value={text}
        spellCheck={false}
        className="mono"
        error={problems.length === 0 ? null : problems.join(" ")}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button busy={busy} onClick={() => readText(text)}>
          Read the finding
        </Button>
        <label htmlFor={fileId} className="text-dim">
          or a file:
        </label>
        <input
          id={fileId}
          type="file"
          accept=".json,.jsonl,.gz,.txt,application/json"
          onChange={({ target }) => readFile(target.files?.[0])}
          className="max-w-full text-dim file:mr-2 file:h-7 file:rounded-md file:border file:border-line file:border-solid file:bg-raise file:px-2.5 file:font-medium file:text-text"
        />
      </div>
      <div role="status">
        {drafts.length === 0 ? null : (
          <Drafts drafts={drafts} chosen={chosen} choose={(id) => choose(id, drafts, text)} />
        )}
      </div>
    </div>
  );
}

function Drafts({
  drafts,
  chosen,
  choose,
}: {
  drafts: readonly FindingDraft[];
  chosen: string;
  choose: (which: string) => void;
}) {
  const shown = drafts.filter(({ findingId }) => chosen === ALL || findingId === chosen);
  const notes = [
    ...new Set(
      shown.flatMap((draft) => draft.notes.map((note) => (shown.length === 1 ? note : `${draft.title}: ${note}`))),
    ),
  ];
  return (
    <div className="grid gap-2 rounded-md border border-line bg-raise px-3 py-2">
      {drafts.length === 1 ? null : (
        <fieldset className="grid max-h-56 gap-1 overflow-y-auto">
          <legend className="font-medium">{drafts.length} findings: fill the form from</legend>
          {drafts.map((draft) => (
            <label key={draft.findingId} className="flex items-baseline gap-2">
              <input
                type="radio"
                name="finding"
                checked={chosen === draft.findingId}
                onChange={() => choose(draft.findingId)}
              />
              <DraftWords draft={draft} />
            </label>
          ))}
          <label className="flex items-baseline gap-2">
            <input type="radio" name="finding" checked={chosen === ALL} onChange={() => choose(ALL)} />
            all of them, in one case
          </label>
        </fieldset>
      )}
      {drafts.length === 1 && drafts[0] ? (
        <p>
          The form is filled from <DraftWords draft={drafts[0]} />.
        </p>
      ) : null}
      {notes.length === 0 ? null : (
        <ul className="grid list-disc gap-0.5 pl-4 text-dim">
          {notes.map((note) => (
            <li key={note} className="break-words">
              {note}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function DraftWords({ draft }: { draft: FindingDraft }) {
  const times = useTimes();
  return (
    <span className="min-w-0 break-words">
      <span className="font-medium">{draft.title}</span>: {draft.type}
      {draft.severity === null ? "" : `, severity ${draft.severity}`}, {times.span(draft.firstSeenMs, draft.lastSeenMs)}{" "}
      {times.name}
    </span>
  );
}
