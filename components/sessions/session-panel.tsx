import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { PivotSign } from "@/components/search/pivot-sign";
import { SessionApis } from "@/components/sessions/session-apis";
import { SessionKeys } from "@/components/sessions/session-keys";
import { SessionPlaces } from "@/components/sessions/session-places";
import { originWords, sinceIssue, VERDICT_SENTENCES, VERDICTS } from "@/components/sessions/session-words";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { SessionDetail } from "@/lib/timeline/sessions/session-view.types";

/** Everything about one session: the verdict first, then its numbers, keys, places and calls. */
export function SessionPanel({
  caseId,
  session,
  hrefOf,
  eventsHref,
}: {
  caseId: string;
  session: SessionDetail;
  hrefOf: (id: string) => string;
  /** Where the events with one access key are; null where no page has them. */
  eventsHref: ((accessKeyId: string) => string) | null;
}) {
  const { line } = session;
  return (
    <section aria-label={`Session ${visibleText(line.name)}`} id="session" className="grid min-w-0 scroll-mt-28 gap-3">
      <Card
        title={
          <span className="mono break-all">
            {visibleText(line.name)}
            <PivotSign pivot={{ field: line.role === null ? "user" : "session", value: line.name }} />
          </span>
        }
        note={visibleText([line.role, line.accountId].filter((text) => text !== null).join(" in account "))}
      >
        <div className="grid gap-3 px-3.5 py-3">
          {session.path.length > 1 ? <Path session={session} hrefOf={hrefOf} /> : null}
          <Verdict session={session} />
          <Numbers session={session} />
        </div>
      </Card>
      <SessionKeys caseId={caseId} keys={session.keys} eventsHref={eventsHref} />
      <SessionPlaces places={session.places} total={session.placesTotal} />
      <SessionApis apis={session.apis} total={session.apisTotal} />
    </section>
  );
}

function Path({ session: { path, pathCut }, hrefOf }: { session: SessionDetail; hrefOf: (id: string) => string }) {
  return (
    <nav aria-label="What led to this session">
      <ol className="flex flex-wrap gap-x-1.5 text-dim">
        {pathCut > 0 ? <li>{`${formatCount(pathCut)} above →`}</li> : null}
        {path.map(({ id, name }, at) => (
          <li key={id} className="mono min-w-0 break-all">
            {at === path.length - 1 ? (
              <span aria-current="page">{visibleText(name)}</span>
            ) : (
              <>
                <Link href={hrefOf(id)} prefetch={false} className="inline-block min-h-6 hover:underline">
                  {visibleText(name)}
                </Link>{" "}
                →
              </>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** User agents of calls from elsewhere that no other call of the session has. */
function strangeAgents(places: SessionDetail["places"]): string[] {
  const isAway = ({ origin }: SessionDetail["places"][number]) =>
    origin === "foreign-address" || origin === "foreign-endpoint";
  const usual = new Set(places.filter((place) => !isAway(place)).flatMap(({ userAgents }) => userAgents));
  const away = places.filter(isAway).flatMap(({ userAgents }) => userAgents);
  return usual.size === 0 ? [] : [...new Set(away)].filter((agent) => !usual.has(agent));
}

function Verdict({ session: { line, keys, places, together, rootInstanceId } }: { session: SessionDetail }) {
  const { verdict } = line;
  if (verdict === null)
    return (
      <p className="text-dim">
        No instance's session led to it, so there is no address to hold its calls against. Where they came from is
        listed below.
      </p>
    );
  const off = keys.find(({ firstForeign }) => firstForeign !== null);
  const first = off?.firstForeign;
  const strange = strangeAgents(places);
  const since = sinceIssue(first?.minutesSinceIssue ?? null);
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <Chip tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].words}</Chip>
        <span>
          {line.instanceId === null && rootInstanceId !== null
            ? `Judged by the addresses of ${visibleText(rootInstanceId)}, whose session led to it. `
            : null}
          {VERDICT_SENTENCES[verdict]}
        </span>
      </p>
      {first ? (
        <p>
          First from <span className="mono">{visibleText(first.source ?? "an address that is not given")}</span> at{" "}
          <When at={first.atMs} />
          {off?.accessKeyId ? (
            <>
              {" "}
              with <span className="mono">{visibleText(off.accessKeyId)}</span>
            </>
          ) : null}
          {since === null ? ". When it was issued is not in the evidence." : `, ${since}.`}
        </p>
      ) : null}
      {strange.length > 0 ? (
        <p className="[overflow-wrap:anywhere]">
          From elsewhere with a user agent that its other calls do not have:{" "}
          <span className="mono">{visibleText(strange.slice(0, 3).join(", "))}</span>
        </p>
      ) : null}
      {together ? (
        <p>
          In use in two places at once: from <span className="mono">{visibleText(together.source)}</span> at{" "}
          <When at={together.atMs} /> and from <span className="mono">{visibleText(together.ownSource)}</span>, the
          instance's own, at <When at={together.ownMs} />.
        </p>
      ) : null}
    </div>
  );
}

function Numbers({ session }: { session: SessionDetail }) {
  const { line, keys } = session;
  const unsaid = keys.reduce((sum, key) => sum + key.unsaid, 0);
  const facts: [string, string][] = [
    ["Came from", originWords(line)],
    ["Calls", `${formatCount(line.calls)}, of them ${formatCount(line.denied)} denied or failed`],
    [
      "Changes",
      `${formatCount(line.changes)} calls that change things, ${formatCount(line.calls - line.changes - unsaid)} that only read${unsaid > 0 ? `, ${formatCount(unsaid)} that do not say` : ""}`,
    ],
    ["Metadata service", deliveryWords(keys.flatMap(({ deliveries }) => deliveries))],
    [
      "Unused keys",
      session.unusedKeys === 0 ? "" : `${formatCount(session.unusedKeys)} more were issued for it and never seen used`,
    ],
    ["Source identity", session.sourceIdentities.join(", ")],
    ["Role", session.roleArn ?? ""],
    ["ARN", session.arn ?? ""],
    ["Unique id", session.principalId ?? ""],
  ];
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-dim">{name}</dt>
            <dd className="break-words [overflow-wrap:anywhere]">{visibleText(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

function deliveryWords(deliveries: readonly string[]): string {
  const versions = [...new Set(deliveries.map((delivery) => delivery.charAt(0)))].sort();
  if (versions.length === 0) return "the records do not name a version";
  return versions
    .map((version) => (version === "1" ? "IMDSv1, which asks for no token" : `IMDSv${version}`))
    .join("; ");
}
