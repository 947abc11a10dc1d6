import { SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import type { NetworkSearch } from "@/lib/timeline/network/network-search";

const SHOWN = [
  { value: "", words: "All" },
  { value: "unresolved", words: "Without a lookup" },
  { value: "refused", words: "Refused" },
];

/** Which instance, which of its peers, and a filter: a plain form, whose answer is a link to send on. */
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
  const { sort, turned } = search;
  const [q, show] = [search.q || undefined, search.show === "all" ? undefined : search.show];
  const kept = { ip, sort, turned, from: isoOf(search.from), to: isoOf(search.to) };
  return (
    <FilterForm path={path} shown={{ q, show }} kept={kept} of={instanceId} framed>
      <SelectField
        label="Instance"
        name="instance"
        defaultValue={instanceId}
        className="mono"
        options={instances.map((id) => ({ value: id, words: id }))}
      />
      <SelectField label="Which peers" name="show" defaultValue={show ?? ""} options={SHOWN} />
      <div className="w-60 max-w-full">
        <TextField
          label="Address, network, port or name"
          name="q"
          defaultValue={q ?? ""}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
    </FilterForm>
  );
}

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
