"use client";

import { useState } from "react";
import { May } from "@/components/case/rights";
import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { FileCheck } from "@/components/evidence/file-check";
import { GiveFormat } from "@/components/evidence/give-format";
import { kindOf } from "@/components/evidence/kind-of";
import { Rejections } from "@/components/evidence/rejections";
import { RemoveEvidence } from "@/components/evidence/remove-evidence";
import { countOf, formatCount } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { Bytes } from "@/components/ui/bytes";
import { CopyButton } from "@/components/ui/copy-button";
import { SourceSquare } from "@/components/ui/source-square";
import { Cell } from "@/components/ui/table";
import { Span, When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import { NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";
import type { EvidenceFileRow } from "@/lib/timeline/evidence/list-evidence-files";

export function EvidenceFile({
  caseId,
  file,
  giveFlowFormat,
  removeEvidence,
}: {
  caseId: string;
  file: EvidenceFileRow;
} & Pick<EvidenceActions, "giveFlowFormat" | "removeEvidence">) {
  const [removing, setRemoving] = useState(false);
  const [giving, setGiving] = useState(false);
  const [open, setOpen] = useState(false);
  const [name = file.sha256, ...others] = file.names.map((text) => visibleText(text));
  const kind = kindOf(file.kind);
  return (
    <>
      <tr id={file.sha256} className="scroll-mt-24 align-top target:bg-flow/8">
        <Cell wrap className="w-3/5 min-w-72">
          <FileName name={name} />
          <p className="flex flex-wrap items-center gap-x-1.5 text-faint text-xs">
            <Bytes bytes={file.size} />·
            <span className="mono" title={file.sha256}>
              <span className="sr-only">SHA-256 {file.sha256}</span>
              <span aria-hidden="true">
                {file.sha256.slice(0, 8)}…{file.sha256.slice(-4)}
              </span>
            </span>
            <CopyButton text={file.sha256} what={`the SHA-256 of ${name}`} />·
            <span>
              loaded <When at={Math.floor(file.loadedMs / 1000) * 1000} />
            </span>
          </p>
          {file.reason === null ? null : <p className="break-words text-dim text-sm">{visibleText(file.reason)}</p>}
          {file.kind === "unknown" && file.reason?.startsWith(NEEDS_FORMAT) ? (
            <May to="evidence.add">
              <Button className="mt-1" aria-label={`Give the format of ${name}`} onClick={() => setGiving(true)}>
                Give its format
              </Button>
            </May>
          ) : null}
          {giving ? (
            <GiveFormat
              name={name}
              give={(given) => giveFlowFormat({ caseId, sha256: file.sha256, ...given })}
              onClose={() => setGiving(false)}
            />
          ) : null}
          {file.check === null ? null : <FileCheck check={file.check} />}
          {file.referencePath === null ? null : (
            <p className="break-all text-dim text-sm">
              Not copied: it stays at <span className="mono">{visibleText(file.referencePath)}</span>
            </p>
          )}
          {others.length === 0 ? null : (
            <p className="break-all text-dim text-sm">The same bytes also came as {others.join(", ")}.</p>
          )}
        </Cell>
        <Cell wrap>
          <span className="flex items-baseline gap-1.5">
            <SourceSquare of={kind.lane} />
            {kind.title}
          </span>
        </Cell>
        <Cell numeric>
          <span title={`and ${countOf(file.headers + file.blank, "header or blank line")}`}>
            {formatCount(file.records)}
          </span>
        </Cell>
        <Cell numeric>{formatCount(file.duplicates)}</Cell>
        <Cell numeric>
          {file.rejected === 0 ? (
            "0"
          ) : (
            <button
              type="button"
              aria-expanded={open}
              className="min-h-6 text-warn underline"
              onClick={() => setOpen(!open)}
            >
              {formatCount(file.rejected)}
              <span className="sr-only"> rejected records of {name}</span>
            </button>
          )}
        </Cell>
        <Cell wrap className="min-w-40">
          {file.firstMs === null || file.lastMs === null ? "" : <Span fromMs={file.firstMs} toMs={file.lastMs} />}
        </Cell>
        <Cell>
          <May to="evidence.remove">
            <Button tone="quiet" aria-label={`Remove ${name}`} onClick={() => setRemoving(true)}>
              Remove
            </Button>
          </May>
          {removing ? (
            <RemoveEvidence
              name={name}
              remove={(reason) => removeEvidence({ caseId, sha256: file.sha256, reason })}
              onClose={() => setRemoving(false)}
            />
          ) : null}
        </Cell>
      </tr>
      {open ? (
        <tr>
          <td colSpan={7} className="border-soft border-b px-3.5 pb-3">
            <Rejections caseId={caseId} sha256={file.sha256} name={name} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Folder and file on lines of their own: what tells delivered files apart stands at the end of long paths. */
function FileName({ name }: { name: string }) {
  const cut = name.lastIndexOf("/") + 1;
  return (
    <h3>
      <span className="sr-only">{name}</span>
      <span aria-hidden="true" title={name}>
        {cut === 0 ? null : <span className="block max-w-96 truncate text-faint text-xs">{name.slice(0, cut)}</span>}
        <span className="block break-all font-medium">{name.slice(cut)}</span>
      </span>
    </h3>
  );
}
