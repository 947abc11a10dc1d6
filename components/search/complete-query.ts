import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { formatCount } from "@/components/format/format-count";
import { visibleText } from "@/lib/core/visible-text";
import { completionPlace } from "@/lib/search/completion-place";
import { FIELD_NAMES, type FieldName, searchField } from "@/lib/search/search-field";
import { writeValue } from "@/lib/search/write-term";

export interface OfferedValue {
  value: string;
  /** Null or 0 where nobody counts it. */
  records: number | null;
}

/** Values of a field that records have, by how they begin. */
export type LoadValues = (field: FieldName, prefix: string, signal: AbortSignal) => Promise<readonly OfferedValue[]>;

const JOINS: Completion[] = [
  { label: "NOT", detail: "none of what follows", boost: -50 },
  { label: "OR", detail: "one or the other", boost: -51 },
  { label: "AND", detail: "both; as good as a space", boost: -52 },
];

const FIELDS: Completion[] = FIELD_NAMES.map((name) => ({
  label: `${name}:`,
  detail: searchField(name).words.replaceAll("`", ""),
  apply: (view, completion, from, to) => {
    put(view, completion, `${name}:`, from, to);
    startCompletion(view);
  },
}));

function put(view: EditorView, completion: Completion, text: string, from: number, to: number): void {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    annotations: pickedCompletion.of(completion),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}

/** What can stand at the cursor: fields and joining words, choices, and values of the case with how often each is there. */
export function completeQuery(loadValues: LoadValues) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const place = completionPlace(context.state.doc.toString(), context.pos);
    if (place === null) return null;
    if (place.kind === "field") {
      if (place.typed === "" && !context.explicit && context.pos > 0) return null;
      const typed = place.typed.toLowerCase();
      const options = [...FIELDS, ...JOINS].filter(({ label }) => label.toLowerCase().startsWith(typed));
      return options.length === 0 ? null : { from: place.from, options, filter: false };
    }
    const { choices, completes } = searchField(place.field);
    if (!choices && !completes) return null;
    const abort = new AbortController();
    context.addEventListener("abort", () => abort.abort(), { onDocChange: true });
    const typed = place.typed.toLowerCase();
    const values: readonly OfferedValue[] = choices
      ? choices.filter((choice) => choice.toLowerCase().startsWith(typed)).map((value) => ({ value, records: null }))
      : await loadValues(place.field, place.typed, abort.signal).catch(() => []);
    if (context.aborted || values.length === 0) return null;
    return { from: place.from, options: values.map(toOption), filter: false };
  };
}

function toOption({ value, records }: OfferedValue): Completion {
  return {
    label: visibleText(value),
    ...(records === null || records === 0 ? {} : { detail: formatCount(records) }),
    apply: (view, completion, from, to) => put(view, completion, writeValue(value), from, to),
  };
}
