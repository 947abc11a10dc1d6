import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { single } from "@/app/cases/[caseId]/case-header";
import { FindingFilters } from "@/components/findings/finding-filters";
import { FindingProblems } from "@/components/findings/finding-problems";
import type { FindingRow } from "@/components/findings/finding-row.types";
import { FindingTable } from "@/components/findings/finding-table";
import { FindingWatch } from "@/components/findings/finding-watch";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnectionChoices } from "@/lib/connections/list-connections";
import { findWatch } from "@/lib/findings/find-watch";
import { AskedFindings, changedMs, type ListedFinding, listFindings, MOST_PLACES } from "@/lib/findings/list-findings";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Findings" };

import { NoConnection } from "@/components/connections/no-connection";
import { unwatchFindingsAction, watchFindingsAction } from "./actions";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FindingsPage({ searchParams }: Props) {
  const person = await requirePerson();
  const asked = await searchParams;
  const connections = await listConnectionChoices();
  const chosen = connections.find(({ id }) => id === single(asked.connection)) ?? connections[0];
  if (!chosen) {
    return (
      <Page title="Findings">
        <NoConnection isOwner={person.role === "owner"} />
      </Page>
    );
  }
  const filled = (name: string) => single(asked[name]) || undefined;
  const shown = {
    ...{ account: filled("account"), region: filled("region"), severity: filled("severity") },
    ...{ type: filled("type"), instance: filled("instance"), ip: filled("ip") },
  };
  const question = AskedFindings.parse({
    ...{ service: filled("service"), accountId: shown.account ?? null, region: shown.region ?? null },
    ...{ leastSeverity: shown.severity ?? null, type: shown.type ?? null, instanceId: shown.instance ?? null },
    ...{ ip: shown.ip ?? null, untilMs: filled("until") ?? null },
  });
  const { service } = question;
  const listed = await listFindings(await getConnection(chosen.id), question, person);
  const told = Object.entries({ connection: chosen.id, service, ...shown }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const older =
    listed.olderUntilMs === null
      ? null
      : `/findings?${new URLSearchParams([...told, ["until", String(listed.olderUntilMs)]])}`;
  return (
    <Page title="Findings">
      <FindingFilters connections={connections} chosen={chosen} service={service} shown={shown} />
      {person.role === "owner" ? (
        <FindingWatch
          key={`${chosen.id} ${service}`}
          connectionId={chosen.id}
          service={service}
          watch={await findWatch(chosen.id, service)}
          begin={watchFindingsAction}
          end={unwatchFindingsAction}
        />
      ) : null}
      <FindingProblems problems={listed.problems} leftOut={listed.leftOut} most={MOST_PLACES} />
      {listed.findings.length === 0 ? (
        <Card>
          <EmptyState title={listed.reached === 0 ? "Nothing was read" : "No findings"}>
            <p>{emptyWords(listed)}</p>
          </EmptyState>
        </Card>
      ) : (
        <FindingTable findings={listed.findings.map((one) => rowOf(one, chosen.id))} older={older} />
      )}
    </Page>
  );
}

function emptyWords({ reached, problems }: { reached: number; problems: readonly unknown[] }): string {
  if (reached === 0) return "No account and region gave an answer: whether there are findings is not known.";
  if (problems.length > 0) return "What could be asked has none that match.";
  return "What was asked has none that match. It says nothing about services that are off, or findings that were archived.";
}

function rowOf({ record, service, accountId, region, findingId }: ListedFinding, connectionId: string): FindingRow {
  const place = { connection: connectionId, service, account: accountId, region, finding: findingId };
  return {
    ...{
      key: `${accountId} ${region} ${findingId}`,
      type: record.type,
      title: record.title,
      severity: record.severity,
    },
    ...{ sample: record.sample, instanceIds: record.instanceIds, met: [...record.remoteIps, ...record.domains] },
    ...{ accountId: record.accountId ?? accountId, region: record.region ?? region, count: record.count },
    ...{ lastSeenMs: record.lastSeenMs, changedMs: changedMs(record) },
    href: `/cases/new?${new URLSearchParams(place)}`,
  };
}
