"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import {
  type FindingDraft,
  FindingReader,
  type GivenFinding,
  type ReadFindings,
} from "@/components/case/finding-reader";
import { IndicatorsField } from "@/components/case/indicators-field";
import { mergeDrafts } from "@/components/case/merge-drafts";
import { useTypedWindow } from "@/components/case/use-typed-window";
import { WindowFields } from "@/components/case/window-fields";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";
import { readIndicators } from "@/lib/core/read-indicators";

export type OpenCase = (input: {
  opened: {
    title: string;
    indicators: { kind: "address" | "name"; value: string; source: "user" | "finding" }[];
    windowFrom: Date | null;
    windowTo: Date | null;
  };
  finding: string | null;
  fetch: { connectionId: string; instanceIds: string[]; accessKeyIds: string[] } | null;
}) => Promise<ActionResult<{ caseId: string; notKept: string | null; notPlanned: string | null }>>;

/** What a case is opened from, where a finding of a connection was picked. */
export interface PickedFinding extends GivenFinding {
  connectionId: string;
}

const NAMELESS = "A case needs a name.";

/** The finding that fills the form. */
interface Used {
  text: string;
  values: ReadonlySet<string>;
  instanceIds: string[];
  accessKeyIds: string[];
}

const idsOf = (drafts: readonly FindingDraft[]) => ({
  instanceIds: [...new Set(drafts.flatMap(({ instanceIds }) => instanceIds))],
  accessKeyIds: [...new Set(drafts.flatMap(({ accessKeyIds }) => accessKeyIds))],
});

/**
 * A new case, typed in or filled from a finding; on success it leads to where its logs are dropped, or, with a connection, to the
 * plan of what is fetched.
 */
export function NewCaseForm({
  open,
  read,
  connections,
  picked,
}: {
  open: OpenCase;
  read: ReadFindings;
  connections: readonly { id: string; name: string }[];
  picked: PickedFinding | null;
}) {
  const filled = picked === null ? null : mergeDrafts(picked.drafts.slice(0, 1));
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState({ title: filled?.title ?? "", indicators: filled?.values.join("\n") ?? "" });
  const { typed, window, type, set } = useTypedWindow(filled ?? undefined);
  const [finding, setFinding] = useState<Used | null>(
    picked === null || filled === null
      ? null
      : { text: picked.text, values: new Set(filled.values), ...idsOf(picked.drafts.slice(0, 1)) },
  );
  const [connectionId, setConnectionId] = useState(picked?.connectionId ?? "");
  // Counts the tries that were refused here, so that each moves the focus.
  const [refusals, setRefusals] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const [opened, setOpened] = useState<{ caseId: string; problems: string[] } | null>(null);
  const [busy, start] = useTransition();

  const indicators = readIndicators(fields.indicators);
  const titleError = fields.title.trim() === "" ? NAMELESS : null;
  const isTried = refusals > 0;
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refusals]);

  const use = (drafts: FindingDraft[], text: string) => {
    const merged = mergeDrafts(drafts);
    if (!merged) return;
    setFinding({ text, values: new Set(merged.values), ...idsOf(drafts) });
    setFields({ title: merged.title, indicators: merged.values.join("\n") });
    set(merged);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const isOpen = connectionId !== "" && (window.fromMs === null || window.toMs === null);
    setFailure(isOpen ? "What is fetched needs both ends of the window." : null);
    if (isOpen || titleError !== null || indicators.problems.length > 0 || Object.keys(window.errors).length > 0) {
      setRefusals(refusals + 1);
      return;
    }
    start(async () => {
      const result = await open({
        opened: {
          title: fields.title,
          indicators: indicators.flagged.map(({ kind, value }) => ({
            ...{ kind, value },
            source: finding?.values.has(value) ? "finding" : "user",
          })),
          windowFrom: window.fromMs === null ? null : new Date(window.fromMs),
          windowTo: window.toMs === null ? null : new Date(window.toMs),
        },
        finding: finding?.text ?? null,
        fetch:
          connectionId === ""
            ? null
            : { connectionId, instanceIds: finding?.instanceIds ?? [], accessKeyIds: finding?.accessKeyIds ?? [] },
      });
      if (!result.ok) {
        setFailure(result.message);
        return;
      }
      const { caseId, notKept, notPlanned } = result.value;
      const problems = [
        ...(notKept === null ? [] : [`Its finding could not be kept as evidence: ${notKept}`]),
        ...(notPlanned === null ? [] : [`What to fetch could not be planned: ${notPlanned}`]),
      ];
      if (problems.length > 0) setOpened({ caseId, problems });
      else router.push(`/cases/${caseId}/${connectionId === "" ? "evidence" : "fetch"}`);
    });
  };

  if (opened !== null) {
    return (
      <Card title="The case is open">
        <p role="alert" className="px-3.5 py-3">
          {opened.problems.join(" ")}{" "}
          <Link href={`/cases/${opened.caseId}/evidence`} className="text-flow underline">
            Go to the evidence of the case
          </Link>
        </p>
      </Card>
    );
  }
  return (
    <form ref={form} noValidate onSubmit={submit} aria-label="New case" className="grid max-w-6xl gap-3 lg:grid-cols-2">
      <Card title="From a finding of GuardDuty or Security Hub" note="optional: it fills the form">
        <div className="p-3.5">
          <FindingReader read={read} given={picked} onUse={use} />
        </div>
      </Card>
      <Card title="The case">
        <div className="grid gap-3.5 p-3.5">
          <TextField
            label="Name"
            value={fields.title}
            maxLength={200}
            autoComplete="off"
            error={isTried ? titleError : null}
            onChange={({ target }) => setFields({ ...fields, title: target.value })}
          />
          <IndicatorsField
            text={fields.indicators}
            read={indicators}
            showProblems={isTried}
            onChange={(text) => setFields({ ...fields, indicators: text })}
          />
          <WindowFields typed={typed} errors={isTried ? window.errors : {}} onChange={type} />
          {connections.length === 0 ? null : (
            <SelectField
              label="AWS connection"
              hint="Plans what to fetch for the window; nothing is fetched before you have seen the plan."
              value={connectionId}
              onChange={({ target }) => setConnectionId(target.value)}
              options={[
                { value: "", words: "None: files are brought" },
                ...connections.map(({ id, name }) => ({ value: id, words: name })),
              ]}
            />
          )}
          {finding === null ? null : (
            <p className="text-dim text-sm">The finding itself becomes the first evidence of the case.</p>
          )}
          {failure === null ? null : (
            <p role="alert" className="rounded-md bg-flag/10 px-2.5 py-1.5 text-flag">
              {failure}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" tone="primary" busy={busy}>
              {busy ? "Opening the case…" : "Open the case"}
            </Button>
            <span className="text-faint text-sm">
              {connectionId === "" ? "Next: its logs." : "Next: what is fetched from AWS."}
            </span>
          </div>
        </div>
      </Card>
    </form>
  );
}
