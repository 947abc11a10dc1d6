import Link from "next/link";
import { buttonLook } from "@/components/ui/button-look";
import { SelectField } from "@/components/ui/field";

/** Whose entries, of which kind, of which case: a plain form, whose answer is a link to send on. */
export function AuditFilters({
  shown,
  actors,
  actions,
  caseTitle,
}: {
  shown: { actor?: string | undefined; action?: string | undefined; case?: string | undefined };
  actors: readonly string[];
  actions: readonly { action: string; words: string }[];
  /** Of the case that is asked for; null where nothing tells it. */
  caseTitle: string | null;
}) {
  const isFiltered = Object.values(shown).some((value) => value !== undefined);
  return (
    <form
      action="/audit"
      className="flex min-w-0 flex-wrap content-center items-end gap-3 rounded-lg border border-line bg-panel px-3.5 py-3"
    >
      <SelectField
        label="Who"
        name="actor"
        // A link to another filter gives the field its new value.
        key={`who ${shown.actor}`}
        defaultValue={shown.actor ?? ""}
        options={[
          { value: "", words: "Everyone" },
          ...withAsked(actors, shown.actor).map((actor) => ({ value: actor, words: actor })),
        ]}
      />
      <SelectField
        label="What"
        name="action"
        key={`what ${shown.action}`}
        defaultValue={shown.action ?? ""}
        options={[
          { value: "", words: "Everything" },
          ...actions.map(({ action, words }) => ({ value: action, words })),
        ]}
      />
      {shown.case === undefined ? null : (
        <SelectField
          label="Case"
          name="case"
          key={`case ${shown.case}`}
          defaultValue={shown.case}
          options={[
            { value: shown.case, words: caseTitle ?? "this case" },
            { value: "", words: "All cases" },
          ]}
        />
      )}
      <button type="submit" className={`h-8 ${buttonLook("plain")}`}>
        Show
      </button>
      {isFiltered ? (
        <Link href="/audit" className={`h-8 ${buttonLook("quiet")}`}>
          Show all
        </Link>
      ) : null}
    </form>
  );
}

/** The list, with the one that is asked for even where nothing is of them. */
function withAsked(actors: readonly string[], asked: string | undefined): string[] {
  return asked === undefined || actors.includes(asked) ? [...actors] : [...actors, asked];
}
