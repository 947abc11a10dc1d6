import type { TaskOwner } from "@/components/tasks/task-actions";
import { SelectField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { TASK_STATE_IDS, TASK_STATES } from "@/lib/core/task-state";
import { NOBODY, type TaskSearch } from "@/lib/timeline/board/task-search";

/** Which tasks are shown, in which order: a plain form, whose answer is a link to send on. */
export function TaskFilters({
  path,
  shown,
  owners,
  me,
}: {
  path: string;
  shown: TaskSearch;
  owners: readonly Pick<TaskOwner, "name" | "email">[];
  /** The address of who looks. */
  me: string;
}) {
  const others = owners.filter(({ email }) => email !== me);
  return (
    <FilterForm path={path} shown={{ ...shown }}>
      <SelectField
        label="State"
        name="state"
        defaultValue={shown.state ?? ""}
        options={[
          { value: "", words: "To be done" },
          { value: "all", words: "All" },
          ...TASK_STATE_IDS.map((value) => ({ value, words: TASK_STATES[value] })),
        ]}
      />
      <SelectField
        label="Owner"
        name="owner"
        defaultValue={shown.owner ?? ""}
        options={[
          { value: "", words: "Anyone" },
          { value: me, words: "Me" },
          { value: NOBODY, words: "Nobody yet" },
          ...others.map(({ name, email }) => ({ value: email, words: name })),
        ]}
      />
      <SelectField
        label="Due"
        name="due"
        defaultValue={shown.due ?? ""}
        options={[
          { value: "", words: "Any time" },
          { value: "over", words: "Overdue" },
          { value: "day", words: "In the next 24 hours" },
          { value: "none", words: "Without a due time" },
        ]}
      />
      <SelectField
        label="Order"
        name="sort"
        defaultValue={shown.sort ?? ""}
        options={[
          { value: "", words: "By due time" },
          { value: "owner", words: "By owner" },
          { value: "state", words: "By state" },
          { value: "added", words: "As added" },
        ]}
      />
    </FilterForm>
  );
}
