import { autocompletion, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, linter } from "@codemirror/lint";
import { EditorState, StateField } from "@codemirror/state";
import * as views from "@codemirror/view";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { completeQuery, type LoadValues } from "@/components/search/complete-query";
import { EDITOR_THEME } from "@/components/search/editor-theme";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import type { Mistake } from "@/lib/search/query.types";
import { parser } from "@/lib/search/query-parser";
import { readQuery } from "@/lib/search/read-query";

export interface EditorOptions {
  text: string;
  /** Where the cursor stood in the plain field. */
  selection: { from: number; to: number };
  /** Attributes of the field itself: its role, its name, what describes it. */
  attributes: Record<string, string>;
  hint: string;
  /** Lets its styles pass the page's policy. */
  nonce: string;
  loadValues: LoadValues;
  onChange: (text: string, mistakes: readonly Mistake[]) => void;
  onEnter: () => void;
  onEscape: () => void;
}

export interface QueryEditor {
  focus: () => void;
  setText: (text: string) => void;
  destroy: () => void;
}

const { placeholder: emptyHint } = views;

const FIELD_NAME = Decoration.mark({ class: "cm-field-name" });
const JOINS = Decoration.mark({ class: "cm-joins" });
const JOINING = /(?<=^|[\s(])(?:AND|OR|NOT)(?=$|[\s(])/g;

function looksOf(text: string): DecorationSet {
  const marks: { from: number; to: number; value: Decoration }[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === "FieldName" && from < to) marks.push({ from, to, value: FIELD_NAME });
    },
  });
  for (const { 0: word, index } of text.matchAll(JOINING))
    marks.push({ from: index, to: index + word.length, value: JOINS });
  return Decoration.set(marks, true);
}

const looks = StateField.define<DecorationSet>({
  create: (state) => looksOf(state.doc.toString()),
  update: (known, change) => (change.docChanged ? looksOf(change.newDoc.toString()) : known),
  provide: (field) => EditorView.decorations.from(field),
});

/** One line of so many characters: what is pasted loses its line ends. */
const oneLine = EditorState.transactionFilter.of((change) => {
  if (!change.docChanged || (change.newDoc.lines === 1 && change.newDoc.length <= MOST_CHARACTERS)) return change;
  const text = change.newDoc.toString().replace(/\n/g, " ").slice(0, MOST_CHARACTERS);
  return [
    {
      changes: { from: 0, to: change.startState.doc.length, insert: text },
      selection: { anchor: Math.min(change.newSelection.main.head, text.length) },
    },
  ];
});

/** Behind a field's name that was just typed, its value is awaited, not missing. */
function shownMistakes(text: string): Diagnostic[] {
  const isAwaited = ({ to }: Mistake) => to === text.length && text.endsWith(":");
  return readQuery(text)
    .mistakes.filter((mistake) => !isAwaited(mistake))
    .map((mistake) => ({ ...mistake, severity: "error" }));
}

function done(run: () => void): true {
  run();
  return true;
}

/** An editor of the search language in an element: completing, and underlining what cannot be read. */
export function mountQueryEditor(parent: HTMLElement, options: EditorOptions): QueryEditor {
  const { text, selection, attributes, hint, nonce, loadValues, onChange, onEnter, onEscape } = options;
  let isSetting = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.replace(/\r?\n/g, " "),
      selection: { anchor: Math.min(selection.from, text.length), head: Math.min(selection.to, text.length) },
      extensions: [
        ...[EditorView.cspNonce.of(nonce), EDITOR_THEME, oneLine, history(), looks, emptyHint(hint)],
        EditorView.contentAttributes.of(attributes),
        // What is shown is what Enter takes, from the first moment.
        autocompletion({
          override: [completeQuery(loadValues)],
          icons: false,
          activateOnTypingDelay: 80,
          interactionDelay: 0,
        }),
        linter((of) => shownMistakes(of.state.doc.toString()), { delay: 250 }),
        keymap.of([
          ...completionKeymap,
          { key: "Enter", run: () => done(onEnter) },
          { key: "Escape", run: (of) => completionStatus(of.state) === null && done(onEscape) },
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || isSetting) return;
          const typed = update.state.doc.toString();
          onChange(typed, readQuery(typed).mistakes);
        }),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    setText: (next) => {
      if (view.state.doc.toString() === next) return;
      isSetting = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      isSetting = false;
    },
    destroy: () => view.destroy(),
  };
}
