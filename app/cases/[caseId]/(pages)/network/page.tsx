import type { Metadata } from "next";
import Link from "next/link";
import { requirePerson } from "@/app/_guard/require-person";
import { countOf, formatCount } from "@/components/format/format-count";
import { NetworkFilters } from "@/components/network/network-filters";
import { NetworkGraph } from "@/components/network/network-graph";
import { networkHref } from "@/components/network/network-links";
import { PeerTable } from "@/components/network/peer-table";
import { UnusedNames } from "@/components/network/unused-names";
import { WatchedCard } from "@/components/network/watched-card";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { When } from "@/components/ui/when";
import { chosenAddress, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { listNetworkInstances } from "@/lib/timeline/network/list-network-instances";
import { listWatched } from "@/lib/timeline/network/list-watched";
import type { NetworkPage as Network } from "@/lib/timeline/network/network.types";
import { NetworkSearch } from "@/lib/timeline/network/network-search";
import { prepareGraph } from "@/lib/timeline/network/prepare-graph";
import { hoursOf, PEERS_SHOWN, readNetwork, readRollUps } from "@/lib/timeline/network/read-network";
import { caseHeader, single } from "../../case-header";
import { unwatchAction, watchAction } from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Network · ${(await caseHeader((await params).caseId)).case.title}` };
}

/** No address is flagged: nothing is marked as being with it. */
const NO_ADDRESS = "0.0.0.0";

export default async function NetworkPage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const search = NetworkSearch.parse(given);
  const header = await caseHeader(caseId);
  const ip = chosenAddress(header, given.ip);
  const met = ip === null ? [] : (await readCaseAnswers(header, ip)).instances.map(({ instanceId }) => instanceId);
  const instances = await listNetworkInstances(caseId, met);
  const instanceId = instances.find((id) => id === search.instance) ?? instances[0];
  if (instanceId === undefined) return <Nothing />;
  const scope = await readInstanceScope(caseId, instanceId, ip ?? NO_ADDRESS);
  const rollUps = await readRollUps(caseId);
  const path = `/cases/${caseId}/network`;
  const about = { path, search: { ...search, instance: instanceId }, ip: given.ip };
  const asked = hoursOf(search);
  const hours = rollUps.hours === scope.revision ? asked : null;
  const filters = <NetworkFilters {...about} instances={instances} instanceId={instanceId} />;
  const moved = scope.holds.some(({ shared }) => shared);
  if (!rollUps.peers || (moved && rollUps.hours !== scope.revision)) {
    return (
      <Page title="Network">
        {filters}
        <NotCounted state={rollUps.state} />
      </Page>
    );
  }
  const page = await readNetwork(scope, search, hours);
  const largest =
    search.sort === "bytes" && search.page === 1
      ? page
      : await readNetwork(scope, { ...search, sort: "bytes", turned: undefined, page: 1 }, hours);
  const marks = page.peers.flatMap((row) => [...row.label.listed, ...row.listedName]);
  const listed = [...new Map(marks.map((mark) => [mark.value, mark])).values()];
  const watched = await listWatched(caseId);
  const label = `What ${instanceId} exchanged with its largest peers`;
  return (
    <Page title="Network">
      {filters}
      {asked === null ? null : (
        <Stretch page={page} whole={networkHref(path, about.search, given.ip, { from: undefined, to: undefined })} />
      )}
      <Signals page={page} unresolvedHref={networkHref(path, about.search, given.ip, { show: "unresolved" })} />
      <WatchedCard {...{ caseId, watched }} met={listed} watch={watchAction} unwatch={unwatchAction} />
      {page.peers.length === 0 ? (
        <Card>
          <EmptyState title="No peer fits">
            <p>The flow logs of this instance have none that fits what is asked for, as far as they reach.</p>
          </EmptyState>
        </Card>
      ) : (
        <>
          <Card title="Largest peers" note="bytes both ways; a line's thickness goes by them">
            <NetworkGraph graph={prepareGraph(instanceId, largest.peers, largest)} label={label} />
          </Card>
          <PeerTable {...about} page={page} perPage={PEERS_SHOWN} />
        </>
      )}
      {page.unused ? <UnusedNames unused={page.unused} /> : null}
    </Page>
  );
}

function Stretch({ page, whole }: { page: Network; whole: string }) {
  return (
    <p className="text-dim">
      {page.hours === null ? (
        "Counts by hour are not ready yet: all of the evidence is shown. "
      ) : (
        <>
          Whole hours from <When at={page.hours.fromMs} /> to <When at={page.hours.toMs} />.{" "}
        </>
      )}
      <Link href={whole} className="underline underline-offset-2">
        All of the evidence
      </Link>
    </p>
  );
}

const UNDER_WAY = new Set(["queued", "running"]);

/** Says what is going on, and never waits for what nobody does. */
function NotCounted({ state }: { state: string | null }) {
  const counting = state !== null && UNDER_WAY.has(state);
  return (
    <Card>
      <EmptyState title={counting ? "Being counted" : "Not counted for this evidence"}>
        <p role="status">
          Who talked to whom is summed up after each load.{" "}
          {counting
            ? "This page shows it as soon as that is done; everything else can be read meanwhile."
            : "The last time this did not come to its end, or it was never asked for: it is done again with the next load."}
        </p>
      </EmptyState>
      {counting ? <AutoRefresh /> : null}
    </Card>
  );
}

/** What stands out about names, and what no log can tell. */
function Signals({ page, unresolvedHref }: { page: Network; unresolvedHref: string }) {
  if (!page.recorded) {
    return (
      <p className="text-dim">
        No flow record of this instance's interfaces is in the evidence: what it contacted is unknown, and so is which
        names it never contacted.
      </p>
    );
  }
  if (page.unresolved === null) {
    return (
      <p className="text-dim">
        No resolver log names this instance: contact without a lookup is not assessed, and names are those that others
        in its VPC were given.
      </p>
    );
  }
  return (
    <p className="text-dim">
      {page.unresolved === 0 ? (
        "Every outside address that it connected to had been resolved before, here or in its VPC. "
      ) : (
        <>
          <Link href={unresolvedHref} className="text-text underline underline-offset-2">
            {countOf(page.unresolved, "outside address", "outside addresses")}
          </Link>{" "}
          connected to without an earlier lookup, here or in its VPC.{" "}
        </>
      )}
      {page.unused && page.unused.total > 0
        ? `${formatCount(page.unused.total)} names resolved and never contacted. `
        : ""}
      Resolver logs hold what a resolver had to ask for: an answer from a cache leaves no record.
    </p>
  );
}

function Nothing() {
  return (
    <Page title="Network">
      <Card>
        <EmptyState title="No instance is known yet">
          <p>Flow logs show who talked to whom once the evidence tells whose an interface is.</p>
        </EmptyState>
      </Card>
    </Page>
  );
}
