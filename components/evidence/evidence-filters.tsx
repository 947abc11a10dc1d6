import Form from "next/form";
import Link from "next/link";
import { kindOf } from "@/components/evidence/kind-of";
import { buttonLook } from "@/components/ui/button-look";
import type { EvidencePage, EvidenceSearch } from "@/lib/timeline/evidence/list-evidence-files";

/** Narrows the files down, by the page's address. */
export function EvidenceFilters({
  path,
  search,
  kinds,
}: {
  path: string;
  search: EvidenceSearch;
  kinds: EvidencePage["kinds"];
}) {
  const { q, kind, file } = search;
  const narrowed = q !== "" || kind !== undefined || file !== undefined || search.after !== undefined;
  return (
    <search aria-label="Files">
      <Form action={path} className="flex flex-wrap items-center gap-2">
        <label className="sr-only" htmlFor="evidence-q">
          Name or SHA-256
        </label>
        <input
          id="evidence-q"
          name="q"
          type="search"
          defaultValue={q}
          placeholder="Name or SHA-256"
          className="h-7 w-56 rounded-md border border-line bg-panel px-2.5"
        />
        <label className="sr-only" htmlFor="evidence-kind">
          Kind
        </label>
        <select
          id="evidence-kind"
          name="kind"
          defaultValue={kind ?? ""}
          className="h-7 rounded-md border border-line bg-panel px-2"
        >
          <option value="">Every kind</option>
          {kinds.map((row) => (
            <option key={row.kind} value={row.kind}>
              {kindOf(row.kind).title} ({row.files})
            </option>
          ))}
        </select>
        <button type="submit" className={buttonLook()}>
          Filter
        </button>
        {narrowed ? (
          <Link href={path} className={buttonLook("quiet")}>
            Show all files
          </Link>
        ) : null}
      </Form>
    </search>
  );
}
