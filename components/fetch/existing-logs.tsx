"use client";

import { useState } from "react";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import type { FetchActions } from "@/components/fetch/fetch-sources";
import { countOf } from "@/components/format/format-count";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ExistingLogView, FetchView } from "@/lib/fetch/fetch-view.types";

const COLUMNS = [
  { name: "Log" },
  { name: "Records" },
  { name: "Where it lies" },
  { name: "Since" },
  { name: "Format" },
  { name: "In this fetch" },
];
const KINDS = { "vpc-flow": "Flow log", dns: "Resolver query log", cloudtrail: "Trail" } as const;
const ALL = { "vpc-flow": "nothing", dns: "no VPC", cloudtrail: "the account's calls" } as const;
const SHOWN = 2;
/** With more than these a filter stands above them. */
const MANY = 4;
/** So many are drawn at once. */
const MOST_DRAWN = 50;

interface Props {
  caseId: string;
  fetchId: string;
  fetch: FetchView;
  of: string;
  choose: FetchActions["choose"];
}

/**
 * Which logs are written for what a fetch asks, where, since when and in what format. A plan that is started reads them, but for those
 * that are left out.
 */
export function ExistingLogs({ caseId, fetchId, fetch: { logs, logCount, state }, of, choose }: Props) {
  const [filter, setFilter] = useState("");
  const { run, busy, failure } = useCaseAction();
  /** What was just chosen, until the page has it. */
  const [chosen, setChosen] = useState<{ key: string; isRead: boolean } | null>(null);
  const isPlan = state === "planned";
  const may = useMay("evidence.add") && isPlan;
  if (logCount === 0) return null;
  const matching = logs.filter((log) => holds(log, filter));
  const drawn = matching.slice(0, MOST_DRAWN);
  const rest = matching.length - drawn.length;
  const unlisted = logCount - logs.length;
  return (
    <details open={isPlan} className="border-line border-t">
      <summary className="px-3.5 py-2 font-medium">{countOf(logCount, "log")} that AWS says are written</summary>
      {logs.length > MANY ? (
        <div className="px-3.5 pb-2">
          <TextField
            label="Show the logs with"
            hint="A part of a name, an id, a bucket, an account or a region"
            value={filter}
            onChange={({ target }) => setFilter(target.value)}
          />
        </div>
      ) : null}
      <Table label={`Logs that exist, asked ${of}`} columns={COLUMNS}>
        {drawn.map((log) => {
          const { accountId, region, id, isPlanned } = log;
          const key = `${accountId} ${region} ${id}`;
          const pick = (isRead: boolean) => {
            if (busy) return;
            setChosen({ key, isRead });
            run(() => choose({ caseId, fetchId, accountId, region, id, isRead }));
          };
          const shown = busy && chosen?.key === key ? { ...log, isRead: chosen.isRead } : log;
          return <Row key={key} log={shown} choose={may && isPlanned ? pick : null} />;
        })}
      </Table>
      {rest === 0 && unlisted === 0 ? null : (
        <p className="px-3.5 py-2 text-dim text-sm">
          {rest > 0 ? `${countOf(rest, "more log")} of those that match: narrow what is shown. ` : ""}
          {unlisted > 0
            ? `${countOf(unlisted, "more log")} are not listed here; a plan that is started reads them.`
            : ""}
        </p>
      )}
      {failure === null ? null : (
        <div className="px-3.5 py-2">
          <FailureText text={failure} />
        </div>
      )}
    </details>
  );
}

function holds({ kind, id, name, where, of, accountId, region }: ExistingLogView, filter: string): boolean {
  const text = [KINDS[kind], id, name, where, accountId, region, ...of].join(" ").toLowerCase();
  return text.includes(filter.trim().toLowerCase());
}

function Row({ log, choose }: { log: ExistingLogView; choose: ((isRead: boolean) => void) | null }) {
  const { kind, id, name, of, where, sinceMs, untilMs, format, limits, accountId, region, isRead } = log;
  const rest = of.length - SHOWN;
  return (
    <tr className="hover:bg-raise">
      <Cell wrap className="min-w-48 [overflow-wrap:anywhere]">
        <span className="font-medium">{KINDS[kind]}</span> {visibleText(name ?? id)}
        <span className="mono block text-dim text-sm">{`${accountId} ${region}`}</span>
        {limits.map((limit) => (
          <span key={limit} className="block text-sm text-warn">
            {visibleText(limit)}
          </span>
        ))}
      </Cell>
      <Cell mono>
        {of.length === 0 ? ALL[kind] : visibleText(of.slice(0, SHOWN).join(", "))}
        {rest > 0 ? ` and ${rest} more` : ""}
      </Cell>
      <Cell mono wrap className="min-w-40 [overflow-wrap:anywhere]">
        {visibleText(where)}
      </Cell>
      <Cell>
        {sinceMs === null ? <span className="text-faint">not said</span> : <When at={sinceMs} />}
        {untilMs === null ? null : (
          <span className="block text-dim">
            until <When at={untilMs} />
          </span>
        )}
      </Cell>
      <Cell wrap className="min-w-40">
        {format}
      </Cell>
      <Cell>
        {choose === null ? (
          <span className={isRead ? "" : "text-dim"}>{isRead ? "read" : "not read"}</span>
        ) : (
          <label className="inline-flex items-center gap-2">
            <input type="checkbox" checked={isRead} onChange={({ target }) => choose(target.checked)} />
            {isRead ? "read" : "left out"} <span className="sr-only">{visibleText(name ?? id)}</span>
          </label>
        )}
        {log.isReadWithOthers ? <span className="block text-dim text-sm">read with others of its folder</span> : null}
      </Cell>
    </tr>
  );
}
