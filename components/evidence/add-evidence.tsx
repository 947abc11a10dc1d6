"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useRef, useState } from "react";
import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { LogKinds } from "@/components/evidence/log-kinds";
import { type ChosenFile, readChosen, readDropped } from "@/components/evidence/read-dropped";
import { UploadList } from "@/components/evidence/upload-list";
import { UploadQueue, type UploadSnapshot } from "@/components/evidence/upload-queue";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";

type Phase = "idle" | "reading" | "sending" | "starting";

/** Where files and folders are dropped or chosen; large while the case has none. */
export function AddEvidence({
  caseId,
  empty,
  loadUploads,
}: {
  caseId: string;
  empty: boolean;
  loadUploads: EvidenceActions["loadUploads"];
}) {
  const router = useRouter();
  const [phase, setPhase] = useState<Phase>("idle");
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [snapshot, setSnapshot] = useState<UploadSnapshot | null>(null);
  const queue = useRef<UploadQueue | null>(null);
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const sending = snapshot !== null && !snapshot.ended;
  useWarningBeforeLeaving(sending || phase === "starting");

  const load = async (uploadIds: string[]) => {
    setPhase("starting");
    const result = await loadUploads({ caseId, uploadIds });
    setPhase("idle");
    if (!result.ok) return setProblem(result.message);
    setSnapshot(null);
    router.refresh();
  };
  const send = (files: ChosenFile[]) => {
    setProblem(files.length === 0 ? "There is no file in it." : null);
    if (files.length === 0) return setPhase("idle");
    setPhase("sending");
    const started = new UploadQueue(caseId, files, {
      onChange: (next) => {
        setSnapshot(next);
        if (next.ended) setPhase((before) => (before === "sending" ? "idle" : before));
      },
      onEnd: (uploadIds) => void load(uploadIds),
    });
    queue.current = started;
    started.start();
  };
  const busy = phase !== "idle";
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (busy) return;
    setPhase("reading");
    readDropped(event.dataTransfer).then(send, () => {
      setPhase("idle");
      setProblem("The browser could not read what was dropped. Choose the files instead.");
    });
  };
  const choose = (input: HTMLInputElement) => {
    if (input.files) send(readChosen(input.files));
    // The same files can be chosen again.
    input.value = "";
  };
  return (
    <Card>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the buttons do the same */}
      <div
        className={`grid gap-3 rounded-lg border-2 border-dashed px-4 ${empty ? "py-8" : "py-3"} ${over ? "border-flow bg-flow/8" : "border-transparent"}`}
        onDragOver={(event) => {
          event.preventDefault();
          event.dataTransfer.dropEffect = busy ? "none" : "copy";
          setOver(!busy);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        }}
        onDrop={drop}
      >
        <div className={`flex flex-wrap items-center gap-x-4 gap-y-2 ${empty ? "flex-col text-center" : ""}`}>
          <div>
            <h2 className={`font-semibold ${empty ? "text-xl" : ""}`}>Add logs</h2>
            <p className="text-dim">Drop files or a folder here. What each is, is told by its content.</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button tone={empty ? "primary" : "plain"} busy={busy} onClick={() => filesInput.current?.click()}>
              Choose files
            </Button>
            <Button busy={busy} onClick={() => folderInput.current?.click()}>
              Choose a folder
            </Button>
            <input
              ref={filesInput}
              type="file"
              multiple
              hidden
              aria-label="Files"
              onChange={(event) => choose(event.currentTarget)}
            />
            <input
              ref={folderInput}
              type="file"
              multiple
              hidden
              aria-label="Folder"
              {...{ webkitdirectory: "" }}
              onChange={(event) => choose(event.currentTarget)}
            />
          </div>
        </div>
        <FailureText text={problem} />
        {phase === "reading" ? <p role="status">Looking through what was dropped…</p> : null}
        {phase === "starting" ? <p role="status">All files are here. Starting to load…</p> : null}
        {snapshot === null ? null : (
          <UploadList
            snapshot={snapshot}
            onCancel={(key) => queue.current?.cancel(key)}
            onRetry={() => {
              setPhase("sending");
              queue.current?.retry();
            }}
            onForget={() => setSnapshot(null)}
          />
        )}
        {empty && snapshot === null ? <LogKinds /> : null}
      </div>
    </Card>
  );
}

function useWarningBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
