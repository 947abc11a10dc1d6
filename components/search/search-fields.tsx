import { Cell, Table } from "@/components/ui/table";
import { FIELD_NAMES, SEARCH_FIELDS } from "@/lib/search/search-field";

const COLUMNS = [{ name: "Field" }, { name: "What it is" }, { name: "For example" }];

/** What can be asked for, by field. */
export function SearchFields() {
  return (
    <div>
      <p className="px-3.5 py-3 text-dim">
        Conditions side by side must all hold; <code className="mono">OR</code>, <code className="mono">NOT</code> and
        brackets join them otherwise. <code className="mono">*</code> stands for anything, quotes for themselves. A text
        without a field is looked for in names, calls, errors, roles, addresses and ports.
      </p>
      <Table label="Fields" columns={COLUMNS}>
        {FIELD_NAMES.map((name) => (
          <tr key={name}>
            <Cell mono>{name}</Cell>
            <Cell wrap className="text-dim">
              {SEARCH_FIELDS[name].words.replaceAll("`", "")}
            </Cell>
            <Cell mono className="text-dim">
              {SEARCH_FIELDS[name].example}
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}
