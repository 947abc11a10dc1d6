"use client";

import { useState } from "react";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { LogoField } from "@/components/report/logo-field";
import { PreviewFrame } from "@/components/report/preview-frame";
import { SectionList } from "@/components/report/section-list";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea, TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";
import {
  MASKED_FIELDS,
  type MaskedField,
  type ReportSettings,
  ReportSettings as Settings,
} from "@/lib/report/report-settings";

interface Props {
  caseId: string;
  /** The version that the preview is of; null: the case as it is. */
  version: number | null;
  settings: ReportSettings;
  /** Another one whenever the case may say something else. */
  stamp: number;
  choose: (input: { caseId: string; settings: ReportSettings }) => Promise<ActionResult<unknown>>;
}

const FIELDS = Object.entries(MASKED_FIELDS) as [MaskedField, string][];

/** How the report of a case is put together, beside what comes of it. */
export function ReportForm({ caseId, version, settings: kept, stamp, choose }: Props) {
  const [settings, setSettings] = useState(kept);
  const { run, busy, failure } = useCaseAction();
  const may = useMay("report.change");
  const parsed = Settings.safeParse(settings);
  const isKept = parsed.success && JSON.stringify(parsed.data) === JSON.stringify(Settings.parse(kept));
  const change = (part: Partial<ReportSettings>) => setSettings((before) => ({ ...before, ...part }));
  const mask = (field: MaskedField, on: boolean) =>
    change({ masked: FIELDS.map(([id]) => id).filter((id) => (id === field ? on : settings.masked.includes(id))) });
  return (
    <div className="grid min-w-0 gap-3 xl:grid-cols-[380px_1fr]">
      <Card title="Put together">
        <form
          className="px-3.5 py-3"
          onSubmit={(event) => {
            event.preventDefault();
            run(() => choose({ caseId, settings }));
          }}
        >
          <fieldset disabled={!may} className="grid min-w-0 gap-4">
            <SectionList chosen={settings.sections} change={(sections) => change({ sections })} />
            <TextArea
              label="Summary"
              hint="Empty: what the facts say. An empty line begins a paragraph."
              rows={5}
              maxLength={20_000}
              value={settings.summary}
              onChange={({ target }) => change({ summary: target.value })}
            />
            <TextField
              label="Classification line"
              hint="Stands on top and at the end; empty for none."
              maxLength={120}
              autoComplete="off"
              value={settings.classification}
              onChange={({ target }) => change({ classification: target.value })}
            />
            <TextField
              label="Time zone"
              hint="UTC, or a name such as Europe/Berlin."
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              value={settings.zone}
              onChange={({ target }) => change({ zone: target.value.trim() })}
            />
            <LogoField logo={settings.logo} change={(logo) => change({ logo })} />
            <fieldset className="grid gap-1">
              <legend className="font-medium">Mask for outsiders</legend>
              {FIELDS.map(([id, words]) => (
                <label key={id} className="flex items-start gap-2">
                  <input
                    type="checkbox"
                    className="mt-1"
                    checked={settings.masked.includes(id)}
                    onChange={({ target }) => mask(id, target.checked)}
                  />
                  {words}
                </label>
              ))}
            </fieldset>
            <FailureText text={failure} />
            {may ? (
              <div className="flex flex-wrap items-center gap-2">
                <Button type="submit" tone="primary" busy={busy}>
                  Keep
                </Button>
                <p role="status" className="text-dim">
                  {isKept ? "What leaves is made so." : "Not kept yet: what leaves is made as before."}
                </p>
              </div>
            ) : (
              <p className="text-dim">Your role in this case does not change its report.</p>
            )}
          </fieldset>
        </form>
      </Card>
      <Card
        title="Preview"
        note={version === null ? "As the form says, kept or not" : `Of version ${version}: its own words and figures`}
      >
        <PreviewFrame {...{ caseId, version, settings, stamp }} />
      </Card>
    </div>
  );
}
