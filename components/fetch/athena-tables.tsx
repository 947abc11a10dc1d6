"use client";

import { useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import type { readAthena } from "@/components/fetch/athena-fields";
import { ProposedTables } from "@/components/fetch/proposed-tables";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { MadeTables, TablesView } from "@/lib/fetch/fetch-view.types";

export interface AskedOfTables {
  caseId: string;
  connectionId: string;
  athena: ReturnType<typeof readAthena>;
}

export interface TableActions {
  look: (asked: AskedOfTables) => Promise<ActionResult<TablesView>>;
  make: (asked: AskedOfTables & { ids: string[]; consent: true }) => Promise<ActionResult<MadeTables>>;
}

/** Which tables of logs a database has, and those that can be made there by whoever agrees to it. */
export function AthenaTables({ asked, actions }: { asked: AskedOfTables; actions: TableActions }) {
  const [tables, setTables] = useState<TablesView | null>(null);
  const [made, setMade] = useState<MadeTables | null>(null);
  const { run, busy, failure } = useCaseAction();
  const look = async () => {
    const found = await actions.look(asked);
    if (found.ok) setTables(found.value);
    return found;
  };
  const make = (ids: string[]) =>
    run(async () => {
      const result = await actions.make({ ...asked, ids, consent: true });
      if (!result.ok) return result;
      setMade(result.value);
      return look();
    });
  return (
    <section aria-label="Tables for Athena" className="grid gap-2">
      <div>
        <Button
          busy={busy}
          onClick={() => {
            setMade(null);
            run(look);
          }}
        >
          Look for tables
        </Button>
      </div>
      <FailureText text={failure} />
      {made === null ? null : <Outcome made={made} />}
      {tables === null ? null : (
        <>
          <FoundTables tables={tables} />
          {tables.proposals.length === 0 ? null : (
            // Whoever looks again agrees anew.
            <ProposedTables
              key={tables.proposals.map(({ id }) => id).join()}
              proposals={tables.proposals}
              busy={busy}
              onMake={make}
            />
          )}
        </>
      )}
    </section>
  );
}

function FoundTables({ tables: { found, notes, outputLocation, mostBytes, limitOf } }: { tables: TablesView }) {
  return (
    <div className="grid gap-1">
      <p>
        {found.length === 0
          ? "No table of the database holds flow, resolver or CloudTrail logs."
          : `${countOf(found.length, "table")} of logs: ${found.map(({ name }) => visibleText(name)).join(", ")}.`}
      </p>
      <p className="text-dim">
        Results go to <span className="mono [overflow-wrap:anywhere]">{visibleText(outputLocation)}</span>. A question
        that reads more than {formatBytes(mostBytes)} is stopped
        {limitOf === "workgroup" ? ", by the workgroup's own limit." : "."}
      </p>
      {notes.map((note) => (
        <p key={note} className="text-warn [overflow-wrap:anywhere]">
          {visibleText(note)}
        </p>
      ))}
    </div>
  );
}

function Outcome({ made: { made, failed } }: { made: MadeTables }) {
  return (
    <div role="status" className="grid gap-1">
      {made.length === 0 ? null : <p className="text-ok">Made: {made.map((one) => visibleText(one)).join(", ")}.</p>}
      {failed.map(({ title, message }) => (
        <p key={title} className="text-flag [overflow-wrap:anywhere]">
          Not made: {visibleText(title)}. {visibleText(message)}
        </p>
      ))}
    </div>
  );
}
