import Link from "next/link";
import { RowKeys } from "@/components/case/row-keys";
import type { FindingRow } from "@/components/findings/finding-row.types";
import { countOf } from "@/components/format/format-count";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";

const COLUMNS = [
  { name: "Severity" },
  { name: "Finding" },
  { name: "Instance" },
  { name: "Address or name" },
  { name: "Account and region" },
  { name: "Seen last" },
  { name: "Changed" },
  { name: "Investigate", hiddenName: true },
];
const SHOWN = 3;

/** Findings, those that were changed last first; each leads to a case that is filled from it. */
export function FindingTable({ findings, older }: { findings: readonly FindingRow[]; older: string | null }) {
  return (
    <Card title="Findings" note="those that were changed last come first">
      <RowKeys of="finding">
        <Table label="Findings" columns={COLUMNS}>
          {findings.map((finding) => (
            <Row key={finding.key} finding={finding} />
          ))}
        </Table>
      </RowKeys>
      {older === null ? null : (
        <p className="border-line border-t px-3.5 py-2">
          <Link href={older} className="text-flow underline">
            Older findings
          </Link>
        </p>
      )}
    </Card>
  );
}

function Row({ finding }: { finding: FindingRow }) {
  const { severity, type, title, sample, instanceIds, met, accountId, region, count, href } = finding;
  const name = visibleText(title ?? type);
  return (
    <tr className="hover:bg-raise">
      <Cell>
        {severity === null ? (
          <span className="text-faint">not said</span>
        ) : (
          <Chip tone={severity >= 7 ? "flag" : severity >= 4 ? "warn" : "plain"} title={`${severity} of 10`}>
            {levelOf(severity)}
          </Chip>
        )}
      </Cell>
      <Cell wrap className="min-w-64 max-w-[34rem] [overflow-wrap:anywhere]">
        <Link data-row="" href={href} prefetch={false} className="font-medium hover:underline">
          {name}
        </Link>
        <span className="flex flex-wrap gap-x-2 text-dim text-sm">
          <span>{visibleText(type)}</span>
          {count === null || count < 2 ? null : <span>{countOf(count, "time")}</span>}
          {sample ? <Chip tone="warn">sample: nothing of it happened</Chip> : null}
        </span>
      </Cell>
      <Cell mono>
        <Several values={instanceIds} />
      </Cell>
      <Cell mono>
        <Several values={met} />
      </Cell>
      <Cell mono>{`${accountId ?? "unknown"} ${region ?? ""}`}</Cell>
      <Cell>
        <When at={finding.lastSeenMs} />
      </Cell>
      <Cell>
        <When at={finding.changedMs} />
      </Cell>
      <Cell>
        <Link href={href} prefetch={false} className={buttonLook("plain")} aria-label={`Investigate ${name}`}>
          Investigate
        </Link>
      </Cell>
    </tr>
  );
}

/** GuardDuty's words for its scale. */
function levelOf(severity: number): string {
  if (severity >= 9) return "critical";
  if (severity >= 7) return "high";
  return severity >= 4 ? "medium" : "low";
}

function Several({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="text-faint">none named</span>;
  const rest = values.length - SHOWN;
  return (
    <span className="block">
      {values.slice(0, SHOWN).map((value) => (
        <span key={value} className="block max-w-64 truncate" title={visibleText(value)}>
          {visibleText(value)}
        </span>
      ))}
      {rest > 0 ? <span className="block text-dim">{rest} more</span> : null}
    </span>
  );
}
