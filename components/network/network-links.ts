import type { NetworkSearch } from "@/lib/timeline/network/network-search";

/** The URL of the network page with some of what it says changed; what is as it is anyway is left out. */
export function networkHref(
  path: string,
  search: NetworkSearch,
  ip: string | undefined,
  changed: Partial<NetworkSearch>,
): string {
  const next = { ...search, page: 1, ...changed };
  const said = {
    ...{ ip, instance: next.instance, q: next.q === "" ? undefined : next.q, turned: next.turned },
    show: next.show === "all" ? undefined : next.show,
    sort: next.sort === "bytesOut" ? undefined : next.sort,
    page: next.page === 1 ? undefined : String(next.page),
    from: next.from === undefined ? undefined : new Date(next.from).toISOString(),
    to: next.to === undefined ? undefined : new Date(next.to).toISOString(),
  };
  const query = new URLSearchParams(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  return query === "" ? path : `${path}?${query}`;
}
