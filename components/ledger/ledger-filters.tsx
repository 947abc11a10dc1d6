import { KIND_WORDS } from "@/components/ledger/span-words";
import { SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { type LedgerSearch, SUBJECT_KINDS } from "@/lib/timeline/ledger/ledger-search";

const KNOWN = [
  { value: "", words: "Any way" },
  { value: "told", words: "Told by a call" },
  { value: "seen", words: "Seen" },
  { value: "taken", words: "Taken for granted" },
  { value: "contested", words: "Contradicted" },
];

/** Which rows are shown, and in which order: a plain form. */
export function LedgerFilters({ path, shown }: { path: string; shown: LedgerSearch & { ip?: string | undefined } }) {
  const { who, at, vpc, ip, q, kind, known, sort } = shown;
  return (
    <FilterForm path={path} shown={{ q, kind, known, sort }} kept={{ who, at, vpc, ip }}>
      <div className="w-60 max-w-full">
        <TextField
          label="Held or holder"
          name="q"
          defaultValue={q ?? ""}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <SelectField
        label="Kind"
        name="kind"
        defaultValue={kind ?? ""}
        options={[
          { value: "", words: "All" },
          ...SUBJECT_KINDS.map((value) => ({ value, words: KIND_WORDS[value] ?? value })),
        ]}
      />
      <SelectField label="Known how" name="known" defaultValue={known ?? ""} options={KNOWN} />
      <SelectField
        label="Order"
        name="sort"
        defaultValue={sort ?? ""}
        options={[
          { value: "", words: "By what was held" },
          { value: "time", words: "As it began" },
        ]}
      />
    </FilterForm>
  );
}
