import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { MistypedAddress } from "@/components/case/mistyped-address";
import { Recorded } from "@/components/coverage/recorded";
import { countOf, formatCount } from "@/components/format/format-count";
import { SessionPanel } from "@/components/sessions/session-panel";
import { SessionSearch as SearchField } from "@/components/sessions/session-search";
import { SessionTree } from "@/components/sessions/session-tree";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { AppError } from "@/lib/core/app-error";
import { type RecordedBehind, recordedBehind } from "@/lib/investigate/recorded-behind";
import { writeTerm } from "@/lib/search/write-term";
import { chosenAddress, isMistyped, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { listSessions, type SessionList } from "@/lib/timeline/sessions/list-sessions";
import { readSession } from "@/lib/timeline/sessions/read-session";
import { SessionSearch } from "@/lib/timeline/sessions/session-search";
import type { SessionDetail } from "@/lib/timeline/sessions/session-view.types";
import { caseHeader, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Sessions · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function SessionsPage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const header = await caseHeader(caseId);
  const ip = chosenAddress(header, given.ip);
  const search = SessionSearch.parse({ q: given.q ?? "", session: given.session });
  const document = ip === null ? null : await readCaseAnswers(header, ip);
  const met = document?.instances.map(({ instanceId }) => instanceId) ?? [];
  const behind = document && recordedBehind(document.coverage, "api", document.window);
  const list = await listSessions({ caseId, ip, instanceIds: met, q: search.q });
  const selectedId = search.session ?? list.lines.find(({ found }) => found)?.id ?? null;
  const session = selectedId === null ? null : await sessionOrNull(caseId, selectedId);
  const path = `/cases/${caseId}/sessions`;
  const hrefOf = (id: string) => `${path}?${queryOf({ ip: given.ip, q: search.q, session: id })}`;
  const of = session?.rootInstanceId ?? null;
  const eventsHref = (accessKeyId: string) =>
    `/cases/${caseId}/instances/${of}?${queryOf({ ip: given.ip, tie: "all", source: "api", q: writeTerm("key", accessKeyId) })}`;
  return (
    <Page title="Sessions" aside={<SearchField path={path} q={search.q} ip={given.ip} />}>
      {isMistyped(given.ip) ? <MistypedAddress asked={given.ip} shown={ip ?? "none"} /> : null}
      <Card title="Role sessions" note={noteOf(list, search.q)}>
        {list.lines.length === 0 ? (
          <NoSessions list={list} q={search.q} behind={behind} />
        ) : (
          <SessionTree
            key={search.q}
            lines={list.lines}
            selectedId={session?.line.id ?? null}
            hrefs={Object.fromEntries(list.lines.map(({ id }) => [id, hrefOf(id)]))}
          />
        )}
      </Card>
      {session ? (
        <SessionPanel
          caseId={caseId}
          session={session}
          hrefOf={hrefOf}
          eventsHref={of !== null && met.includes(of) ? eventsHref : null}
        />
      ) : search.session === undefined ? null : (
        <Card>
          <EmptyState title="That session is not there">
            <p>The evidence has changed since the link was made. Choose a session above.</p>
          </EmptyState>
        </Card>
      )}
    </Page>
  );
}

async function sessionOrNull(caseId: string, id: string): Promise<SessionDetail | null> {
  try {
    return await readSession(caseId, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}

function queryOf(values: Record<string, string | undefined>): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]])),
  ).toString();
}

function noteOf({ fitting, total, lines }: SessionList, q: string): string {
  const found = lines.filter((line) => line.found).length;
  const part = found < fitting ? `, the first ${formatCount(found)} shown` : "";
  return q === ""
    ? `${formatCount(fitting)} of ${countOf(total, "session")}: of instances that met the address, what they led to, and who called from it${part}`
    : `${formatCount(fitting)} of ${countOf(total, "session")} fit${part}, below what led to them`;
}

function NoSessions({
  list,
  q,
  behind,
}: {
  list: SessionList;
  q: string;
  /** What CloudTrail recorded; null where no address is flagged. */
  behind: RecordedBehind | null;
}) {
  if (list.total === 0)
    return (
      <EmptyState title="No caller is in the evidence">
        <p>
          CloudTrail files tell who called which API with which credentials; none of the evidence is one with calls.
        </p>
      </EmptyState>
    );
  if (q !== "")
    return (
      <EmptyState title="No session fits">
        <p>A part of an access key, a role, a session's name, a user, an account or an instance finds it.</p>
      </EmptyState>
    );
  return (
    <EmptyState title={behind === null ? "No address is flagged" : "No session has to do with the address"}>
      <p>
        {behind === null ? (
          "Flag an address to see the sessions of the instances that met it."
        ) : (
          <>
            No instance that met it called an API in the evidence, and nobody called from it. <Recorded of={behind} />
          </>
        )}{" "}
        Every other session can be searched for above.
      </p>
    </EmptyState>
  );
}
