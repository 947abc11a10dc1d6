"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { countOf } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { visibleText } from "@/lib/core/visible-text";

/** Loads a folder of the server itself, below one that its operator allowed. */
export function ServerFolder({
  caseId,
  roots,
  loadFolder,
}: {
  caseId: string;
  roots: readonly { path: string; folders: string[] }[];
  loadFolder: EvidenceActions["loadFolder"];
}) {
  const router = useRouter();
  const list = useId();
  const [path, setPath] = useState("");
  const [reference, setReference] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [skipped, setSkipped] = useState<readonly { name: string; reason: string }[]>([]);
  const [busy, start] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    start(async () => {
      const result = await loadFolder({ caseId, path, reference });
      setProblem(result.ok ? null : result.message);
      setSkipped(result.ok ? result.value.skipped : []);
      if (result.ok) {
        setPath("");
        router.refresh();
      }
    });
  };
  return (
    <details className="rounded-lg border border-line bg-panel px-3.5 py-2.5">
      <summary className="cursor-pointer font-medium">Load a folder of the server</summary>
      {roots.length === 0 ? (
        <p className="mt-2 text-dim">
          None may be loaded from yet: whoever runs Threadline allows some by{" "}
          <code className="mono">THREADLINE_EVIDENCE_ROOTS</code>, absolute paths separated by colons.
        </p>
      ) : (
        <form onSubmit={submit} className="mt-2 grid max-w-2xl gap-2">
          <TextField
            label="Folder or file"
            hint={`At or below ${roots.map((root) => root.path).join(", ")}`}
            list={list}
            value={path}
            error={problem}
            autoComplete="off"
            onChange={({ target }) => {
              setPath(target.value);
              setProblem(null);
            }}
          />
          <datalist id={list}>
            {roots
              .flatMap((root) => [root.path, ...root.folders])
              .map((folder) => (
                <option key={folder} value={folder} />
              ))}
          </datalist>
          <label className="flex items-start gap-2 text-dim text-sm">
            <input
              type="checkbox"
              className="mt-1"
              checked={reference}
              onChange={({ target }) => setReference(target.checked)}
            />
            <span>
              Leave the files where they are: no copies are made, and records show only as long as the files stay there
              unchanged
            </span>
          </label>
          <div>
            <Button type="submit" busy={busy}>
              {busy ? "Looking through it…" : "Load it"}
            </Button>
          </div>
          {skipped.length > 0 ? (
            <div role="status" className="text-dim">
              {countOf(skipped.length, "entry", "entries")} left out:
              <ul>
                {skipped.slice(0, 20).map(({ name, reason }) => (
                  <li key={name} className="break-all">
                    <span className="mono">{visibleText(name)}</span>: {reason}
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
        </form>
      )}
    </details>
  );
}
