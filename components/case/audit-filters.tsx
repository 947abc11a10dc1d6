import { SelectField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";

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
  return (
    <FilterForm path="/audit" shown={shown} framed>
      <SelectField
        label="Who"
        name="actor"
        defaultValue={shown.actor ?? ""}
        options={[
          { value: "", words: "Everyone" },
          ...withAsked(actors, shown.actor).map((actor) => ({ value: actor, words: actor })),
        ]}
      />
      <SelectField
        label="What"
        name="action"
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
          defaultValue={shown.case}
          options={[
            { value: shown.case, words: caseTitle ?? "this case" },
            { value: "", words: "All cases" },
          ]}
        />
      )}
    </FilterForm>
  );
}

/** The list, with the one that is asked for even where nothing is of them. */
function withAsked(actors: readonly string[], asked: string | undefined): string[] {
  return asked === undefined || actors.includes(asked) ? [...actors] : [...actors, asked];
}
