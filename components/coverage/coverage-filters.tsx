import Link from "next/link";
import { SOURCE_WORDS } from "@/components/coverage/state-words";
import { buttonLook } from "@/components/ui/button-look";
import { SelectField, TextField } from "@/components/ui/field";

export interface CoverageShown {
  source?: string | undefined;
  q?: string | undefined;
  gaps?: string | undefined;
  ip?: string | undefined;
}

/** Which logs are shown: a plain form, whose answer is a link to send on. */
export function CoverageFilters({ path, shown }: { path: string; shown: CoverageShown }) {
  const isFiltered = shown.q !== undefined || shown.source !== undefined || shown.gaps !== undefined;
  return (
    <form action={path} className="flex min-w-0 flex-wrap items-end gap-3 border-line border-b px-3.5 py-3">
      {shown.ip === undefined ? null : <input type="hidden" name="ip" value={shown.ip} />}
      <SelectField
        label="Log"
        name="source"
        key={`source ${shown.source}`}
        defaultValue={shown.source ?? ""}
        options={[
          { value: "", words: "All" },
          ...Object.entries(SOURCE_WORDS).map(([value, words]) => ({ value, words })),
        ]}
      />
      <div className="w-72 max-w-full">
        <TextField
          label="Interface, VPC, account, region or instance"
          name="q"
          key={`q ${shown.q}`}
          defaultValue={shown.q ?? ""}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <SelectField
        label="Which"
        name="gaps"
        key={`gaps ${shown.gaps}`}
        defaultValue={shown.gaps ?? ""}
        options={[
          { value: "", words: "All logs" },
          { value: "only", words: "With something missing" },
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
