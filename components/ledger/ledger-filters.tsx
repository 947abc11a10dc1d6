import Link from "next/link";
import { KIND_WORDS } from "@/components/ledger/span-words";
import { buttonLook } from "@/components/ui/button-look";
import { SelectField, TextField } from "@/components/ui/field";
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
  const kept = (["who", "at", "vpc", "ip"] as const).filter((name) => shown[name] !== undefined);
  const isFiltered = shown.q !== undefined || shown.kind !== undefined || shown.known !== undefined;
  return (
    <form action={path} className="flex min-w-0 flex-wrap items-end gap-3 border-line border-b px-3.5 py-3">
      {kept.map((name) => (
        <input key={name} type="hidden" name={name} value={shown[name]} />
      ))}
      <div className="w-60 max-w-full">
        <TextField
          label="Held or holder"
          name="q"
          key={`q ${shown.q}`}
          defaultValue={shown.q ?? ""}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <SelectField
        label="Kind"
        name="kind"
        key={`kind ${shown.kind}`}
        defaultValue={shown.kind ?? ""}
        options={[
          { value: "", words: "All" },
          ...SUBJECT_KINDS.map((value) => ({ value, words: KIND_WORDS[value] ?? value })),
        ]}
      />
      <SelectField
        label="Known how"
        name="known"
        key={`known ${shown.known}`}
        defaultValue={shown.known ?? ""}
        options={KNOWN}
      />
      <SelectField
        label="Order"
        name="sort"
        key={`sort ${shown.sort}`}
        defaultValue={shown.sort ?? ""}
        options={[
          { value: "", words: "By what was held" },
          { value: "time", words: "As it began" },
        ]}
      />
      <button type="submit" className={`h-8 ${buttonLook("plain")}`}>
        Show
      </button>
      {isFiltered ? (
        <Link href={path} className={`h-8 ${buttonLook("quiet")}`}>
          Show all
        </Link>
      ) : null}
    </form>
  );
}
