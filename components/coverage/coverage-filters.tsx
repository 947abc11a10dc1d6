import { SOURCE_WORDS } from "@/components/coverage/state-words";
import { SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";

export interface CoverageShown {
  source?: string | undefined;
  q?: string | undefined;
  gaps?: string | undefined;
  ip?: string | undefined;
}

/** Which logs are shown: a plain form, whose answer is a link to send on. */
export function CoverageFilters({ path, shown }: { path: string; shown: CoverageShown }) {
  const { ip, q, source, gaps } = shown;
  return (
    <FilterForm path={path} shown={{ q, source, gaps }} kept={{ ip }}>
      <SelectField
        label="Log"
        name="source"
        defaultValue={source ?? ""}
        options={[
          { value: "", words: "All" },
          ...Object.entries(SOURCE_WORDS).map(([value, words]) => ({ value, words })),
        ]}
      />
      <div className="w-72 max-w-full">
        <TextField
          label="Interface, VPC, account, region or instance"
          name="q"
          defaultValue={q ?? ""}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <SelectField
        label="Which"
        name="gaps"
        defaultValue={gaps ?? ""}
        options={[
          { value: "", words: "All logs" },
          { value: "only", words: "With something missing" },
        ]}
      />
    </FilterForm>
  );
}
