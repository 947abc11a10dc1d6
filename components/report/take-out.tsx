"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";

interface Props<Format extends string> {
  caseId: string;
  version: number | null;
  /** Every export is a job's work. */
  isLarge: boolean;
  formats: Readonly<Record<Format, { words: string }>>;
  masked: readonly string[];
  ask: (input: {
    caseId: string;
    format: Format;
    version: number | null;
    masked: string[];
  }) => Promise<ActionResult<unknown>>;
}

/** The report's ways out: small ones come at once, what takes long is made by a job. */
export function TakeOut<Format extends string>({ caseId, version, isLarge, formats, masked, ask }: Props<Format>) {
  const { run, busy, failure } = useCaseAction();
  const query = version === null ? "" : `?version=${version}`;
  const listed = Object.entries(formats) as [Format, { words: string }][];
  return (
    <Card title="Take it out" note="As it is kept below; the audit trail has the hash of what leaves">
      <May to="report.export">
        <ul className="flex flex-wrap gap-2 px-3.5 py-3">
          {listed.map(([format, { words }]) => (
            <li key={format}>
              {isLarge || format === "bundle" ? (
                <Button busy={busy} onClick={() => run(() => ask({ caseId, format, version, masked: [...masked] }))}>
                  {words}
                </Button>
              ) : (
                <a href={`/api/cases/${caseId}/report/${format}${query}`} download className={buttonLook("plain")}>
                  {words}
                </a>
              )}
            </li>
          ))}
        </ul>
      </May>
      <div className="grid gap-1 px-3.5 pb-3 text-faint text-sm">
        <FailureText text={failure} />
        <p>
          The bundle holds all of these, the document they were made from, the cited records and a program that checks
          them with Node.js alone. {isLarge ? "This case is large: exports are made one after the other." : null}
        </p>
        <p>
          CSV, Timesketch and OCSF list single records too: at most the first 20,000 that name a flagged address or were
          made with an instance's credentials.
        </p>
      </div>
    </Card>
  );
}
