"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { useTypedWindow } from "@/components/case/use-typed-window";
import { WindowFields } from "@/components/case/window-fields";
import { AthenaFields, NO_ATHENA, readAthena } from "@/components/fetch/athena-fields";
import { AthenaTables, type TableActions } from "@/components/fetch/athena-tables";
import { readWords } from "@/components/fetch/read-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField, TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";
import { readPlaces } from "@/lib/sources/read-places";
import type { LogPlace, SourceName } from "@/lib/sources/source.types";

interface FetchChoice {
  name: SourceName;
  title: string;
  asks: string;
}

interface Question {
  indicators: { kind: "ip" | "name"; value: string }[];
  instanceIds: string[];
  interfaceIds: string[];
  accessKeyIds: string[];
  fromMs: number | null;
  toMs: number | null;
}

interface AskedOfAws {
  caseId: string;
  connectionId: string;
  sources: SourceName[];
  athena: ReturnType<typeof readAthena> | null;
  question: Omit<Question, "fromMs" | "toMs"> & {
    eventNames: string[];
    logPlaces: LogPlace[];
    fromMs: number;
    toMs: number;
  };
}

interface Props {
  caseId: string;
  connections: readonly { id: string; name: string; accountIds: readonly string[]; regions: readonly string[] }[];
  sources: readonly FetchChoice[];
  question: Question;
  ask: (asked: AskedOfAws) => Promise<ActionResult<unknown>>;
  tables: TableActions;
}

const MONO = { rows: 2, spellCheck: false, autoComplete: "off", className: "mono" } as const;

/** What to ask of AWS, of which accounts, and for which window; what the case knows already stands there. */
export function FetchForm({ caseId, connections, sources, question, ask, tables }: Props) {
  const [connectionId, setConnectionId] = useState(connections[0]?.id ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<SourceName>>(new Set(sources.slice(0, 1).map(({ name }) => name)));
  const [instances, setInstances] = useState(question.instanceIds.join("\n"));
  const [interfaces, setInterfaces] = useState(question.interfaceIds.join("\n"));
  const [keys, setKeys] = useState(question.accessKeyIds.join("\n"));
  const [events, setEvents] = useState("");
  const [places, setPlaces] = useState("");
  const [athena, setAthena] = useState(NO_ATHENA);
  const [problem, setProblem] = useState<string | null>(null);
  const { typed, window, type } = useTypedWindow({ fromMs: question.fromMs, toMs: question.toMs });
  const { run, busy, failure } = useCaseAction();
  const connection = connections.find(({ id }) => id === connectionId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || !connection) return;
    const where = readPlaces(places, connection);
    const { fromMs, toMs } = window;
    const wrong = where.error ?? (fromMs === null || toMs === null ? "A fetch needs both ends of its window." : null);
    setProblem(chosen.size === 0 ? "Choose what to ask." : wrong);
    if (
      chosen.size === 0 ||
      wrong !== null ||
      fromMs === null ||
      toMs === null ||
      window.errors.to ||
      window.errors.from
    )
      return;
    const asked = {
      ...{ indicators: question.indicators, instanceIds: readWords(instances), interfaceIds: readWords(interfaces) },
      ...{ accessKeyIds: readWords(keys), eventNames: readWords(events), logPlaces: where.places, fromMs, toMs },
    };
    const setup = chosen.has("athena") ? readAthena(athena, connection) : null;
    run(() => ask({ caseId, connectionId, sources: [...chosen], athena: setup, question: asked }));
  };
  return (
    <Card title="A new fetch" note="Nothing is fetched before you have seen its plan.">
      <form noValidate onSubmit={submit} className="grid gap-4 px-3.5 py-3">
        <div className="grid gap-4 lg:grid-cols-2">
          <SelectField
            label="Connection"
            value={connectionId}
            onChange={({ target }) => setConnectionId(target.value)}
            options={connections.map(({ id, name }) => ({ value: id, words: name }))}
            hint={connection ? `${connection.accountIds.join(", ")} · ${connection.regions.join(", ")}` : undefined}
          />
          <WindowFields typed={typed} errors={window.errors} onChange={type} />
        </div>
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium">What to ask</legend>
          <div className="grid gap-x-6 gap-y-2 lg:grid-cols-2">
            {sources.map(({ name, title, asks }) => (
              <label key={name} className="grid grid-cols-[auto_1fr] items-start gap-x-2">
                <input
                  type="checkbox"
                  className="mt-1"
                  checked={chosen.has(name)}
                  onChange={({ target }) => {
                    const now = new Set(chosen);
                    if (target.checked) now.add(name);
                    else now.delete(name);
                    setChosen(now);
                  }}
                />
                <span>
                  {title} <span className="block text-dim text-sm">{asks}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <TextArea
            {...MONO}
            label="Instances"
            value={instances}
            onChange={({ target }) => setInstances(target.value)}
          />
          <TextArea
            {...MONO}
            label="Access keys"
            hint="Their ids alone, as in AKIA… or ASIA…"
            value={keys}
            onChange={({ target }) => setKeys(target.value)}
          />
          <TextArea
            {...MONO}
            label="Network interfaces"
            value={interfaces}
            onChange={({ target }) => setInterfaces(target.value)}
          />
          <TextArea
            {...MONO}
            label="API calls"
            hint="By name, as in RunInstances"
            value={events}
            onChange={({ target }) => setEvents(target.value)}
          />
          <div className="lg:col-span-2">
            <TextArea
              {...MONO}
              label="Where logs lie"
              hint="One a line: s3://bucket/prefix or the name of a log group; behind it account and region, where they are not the connection's first, and requester-pays where the reader of a bucket pays"
              value={places}
              onChange={({ target }) => setPlaces(target.value)}
            />
          </div>
        </div>
        {chosen.has("athena") && connection ? (
          <>
            <AthenaFields text={athena} connection={connection} onChange={setAthena} />
            {/* What was found for one place says nothing of another. */}
            <AthenaTables
              key={JSON.stringify([connectionId, athena])}
              asked={{ caseId, connectionId, athena: readAthena(athena, connection) }}
              actions={tables}
            />
          </>
        ) : null}
        <FailureText text={problem ?? failure} />
        <div className="flex justify-end">
          <Button type="submit" tone="primary" busy={busy}>
            Plan the fetch
          </Button>
        </div>
      </form>
    </Card>
  );
}
