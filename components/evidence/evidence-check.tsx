"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { May } from "@/components/case/rights";
import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { ProgressBar } from "@/components/ui/progress-bar";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { EvidenceVerdict } from "@/lib/custody/evidence-check.types";

interface CheckRow {
  state: "queued" | "running" | "done" | "failed";
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
  error: string | null;
  finishedMs: number | null;
  result: EvidenceVerdict | null;
}

const SHOWN = 50;

/** Hashes the originals again on demand, and says what the last time came to. */
export function EvidenceCheck({
  caseId,
  check,
  checkEvidence,
}: { caseId: string; check: CheckRow | null } & Pick<EvidenceActions, "checkEvidence">) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const runs = check?.state === "queued" || check?.state === "running";
  const ask = () =>
    start(async () => {
      const result = await checkEvidence({ caseId });
      setProblem(result.ok ? null : result.message);
      router.refresh();
    });
  return (
    <Card title="Originals" note="hashed again and held against what was loaded">
      {runs ? <AutoRefresh /> : null}
      <div className="grid gap-1.5 px-3.5 py-2.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {check === null ? (
            <span className="text-dim">Not checked since they were loaded.</span>
          ) : (
            <Verdict check={check} />
          )}
          <span className="grow" />
          <May to="evidence.check">
            <Button busy={busy || runs} onClick={ask}>
              {runs ? "Checking…" : "Check the originals"}
            </Button>
          </May>
        </div>
        {runs && check ? (
          <ProgressBar label="Check of the originals" value={check.bytesDone} max={check.bytesTotal} />
        ) : null}
        <FailureText text={problem} />
        {check?.result && !runs ? <Faults result={check.result} /> : null}
      </div>
    </Card>
  );
}

function Verdict({ check }: { check: CheckRow }) {
  const { state, result, finishedMs, error } = check;
  if (state === "failed") return <span className="text-warn">The check failed: {visibleText(error ?? "unknown")}</span>;
  if (result === null || finishedMs === null) {
    return (
      <span className="tabular-nums">
        {state === "queued"
          ? "Waiting"
          : `${formatCount(check.filesDone)} of ${countOf(check.filesTotal, "file")}, ${formatBytes(check.bytesDone)} of ${formatBytes(check.bytesTotal)}`}
      </span>
    );
  }
  return (
    <>
      <Chip tone={result.faulty === 0 ? "ok" : "flag"}>
        {result.faulty === 0
          ? `${countOf(result.files, "original")} as loaded`
          : `${formatCount(result.faulty)} of ${countOf(result.files, "original")} not as loaded`}
      </Chip>
      <Chip tone={result.audit.brokenAt === null ? "ok" : "flag"}>
        {result.audit.brokenAt === null
          ? `Audit trail holds, ${countOf(result.audit.entries, "entry", "entries")}`
          : `Audit trail broken at entry ${result.audit.brokenAt}`}
      </Chip>
      <span className="text-dim text-sm">
        checked <When at={Math.floor(finishedMs / 1000) * 1000} />
      </span>
    </>
  );
}

function Faults({ result: { faults, faulty } }: { result: EvidenceVerdict }) {
  const shown = faults.slice(0, SHOWN);
  return (
    <>
      {shown.map(({ name, sha256, state, reason }) => (
        <p key={`${sha256} ${name}`} className="break-all text-dim text-sm">
          <Chip tone="flag">{state}</Chip> <span className="font-mono">{visibleText(name)}</span>: {visibleText(reason)}
        </p>
      ))}
      {faulty > shown.length ? <p className="text-dim text-sm">and {formatCount(faulty - shown.length)} more</p> : null}
    </>
  );
}
