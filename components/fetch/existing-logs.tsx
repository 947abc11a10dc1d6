"use client";

import { countOf } from "@/components/format/format-count";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ExistingLogView } from "@/lib/fetch/fetch-view.types";

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

/** Which logs are written for what a fetch asks, where, since when and in what format; a plan that is started reads them. */
export function ExistingLogs({ logs, isPlan, of }: { logs: readonly ExistingLogView[]; isPlan: boolean; of: string }) {
  if (logs.length === 0) return null;
  return (
    <details open={isPlan} className="border-line border-t">
      <summary className="px-3.5 py-2 font-medium">{countOf(logs.length, "log")} that AWS says are written</summary>
      <Table label={`Logs that exist, asked ${of}`} columns={COLUMNS}>
        {logs.map((log) => (
          <Row key={`${log.accountId} ${log.region} ${log.id}`} log={log} />
        ))}
      </Table>
    </details>
  );
}

function Row({ log }: { log: ExistingLogView }) {
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
      <Cell>{isRead ? "read" : <span className="text-dim">not read</span>}</Cell>
    </tr>
  );
}
