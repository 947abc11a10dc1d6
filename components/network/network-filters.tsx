import Link from "next/link";
import { networkHref } from "@/components/network/network-links";
import { Button } from "@/components/ui/button";
import type { NetworkSearch } from "@/lib/timeline/network/network-search";

const SHOWN = [
  { show: "all", words: "All" },
  { show: "unresolved", words: "Without a lookup" },
  { show: "refused", words: "Refused" },
] as const;

/** Which instance, which of its peers, and a filter; all of it is in the URL. */
export function NetworkFilters({
  path,
  search,
  ip,
  instances,
  instanceId,
}: {
  path: string;
  search: NetworkSearch;
  ip: string | undefined;
  instances: readonly string[];
  instanceId: string;
}) {
  const kept = { ip, show: search.show === "all" ? undefined : search.show, sort: search.sort, turned: search.turned };
  const window = { from: isoOf(search.from), to: isoOf(search.to) };
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <form action={path} className="flex flex-wrap items-end gap-2" aria-label="Peers">
        {Object.entries({ ...kept, ...window }).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <label className="grid gap-1 text-sm">
          <span className="text-dim">Instance</span>
          <select
            key={instanceId}
            name="instance"
            defaultValue={instanceId}
            className="mono h-8 max-w-64 rounded-md border border-line bg-raise px-2"
          >
            {instances.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1 text-sm">
          <span className="text-dim">Address, network, port or name</span>
          <input
            key={search.q}
            name="q"
            defaultValue={search.q}
            className="h-8 w-60 rounded-md border border-line bg-raise px-2.5"
          />
        </label>
        <Button type="submit">Show</Button>
      </form>
      <nav aria-label="Which peers" className="flex flex-wrap gap-1">
        {SHOWN.map(({ show, words }) => (
          <Link
            key={show}
            href={networkHref(path, search, ip, { show, instance: instanceId })}
            aria-current={search.show === show ? "true" : undefined}
            className="inline-flex h-7 items-center rounded-md px-2 text-dim hover:text-text aria-[current]:bg-soft aria-[current]:font-medium aria-[current]:text-text"
          >
            {words}
          </Link>
        ))}
      </nav>
    </div>
  );
}

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
