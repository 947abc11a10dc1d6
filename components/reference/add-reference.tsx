"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

/** Where files of reference data are chosen; what each one is, its content tells. */
export function AddReference() {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [told, setTold] = useState<{ text: string; failed: boolean } | null>(null);

  const send = async (files: File[]) => {
    setTold(null);
    for (const file of files) {
      setBusy(file.name);
      const failure = await sendOne(file);
      setTold({
        text: failure === null ? `${file.name} is in use.` : `${file.name}: ${failure}`,
        failed: failure !== null,
      });
      if (failure !== null) break;
    }
    setBusy(null);
    router.refresh();
  };
  return (
    <Card>
      <div className="grid gap-2 px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button tone="primary" busy={busy !== null} onClick={() => input.current?.click()}>
            Add a file
          </Button>
          <p className="min-w-0 flex-1 basis-72 text-dim">
            AWS's <span className="mono">ip-ranges.json</span>, a database in MaxMind's format (country, network owner),
            or a list of known-bad addresses, networks and names (CSV, STIX 2.1, MISP JSON). A file of the same kind and
            name takes the place of the one before.
          </p>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label="Files of reference data"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              // The same file can be chosen again.
              event.target.value = "";
              void send(files);
            }}
          />
        </div>
        {busy === null ? null : <p role="status">Reading {busy}…</p>}
        {told === null ? null : (
          <p role={told.failed ? "alert" : "status"} className={told.failed ? "text-flag" : "text-dim"}>
            {told.text}
          </p>
        )}
      </div>
    </Card>
  );
}

/** Null when it was taken, else why not. */
async function sendOne(file: File): Promise<string | null> {
  try {
    const answer = await fetch(`/api/reference?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    if (answer.ok) return null;
    const said: unknown = await answer.json();
    if (typeof said === "object" && said !== null && "message" in said) return String(said.message);
  } catch {
    // No answer, or one without words.
  }
  return "The server gave no answer.";
}
