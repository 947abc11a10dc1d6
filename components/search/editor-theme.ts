import { EditorView } from "@codemirror/view";

const POPUP = {
  border: "1px solid var(--line)",
  borderRadius: "6px",
  backgroundColor: "var(--panel)",
  color: "var(--text)",
  boxShadow: "0 8px 24px rgb(0 0 0 / 18%)",
};

/** The editor as a field of one line among the page's others. */
export const EDITOR_THEME = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--text)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "26px", overflowX: "auto", scrollbarWidth: "none" },
  ".cm-content": { padding: "0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 10px" },
  ".cm-placeholder": { color: "var(--faint)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--flow) 28%, transparent)",
  },
  ".cm-field-name": { color: "var(--dim)" },
  ".cm-joins": { color: "var(--dim)", fontWeight: "600" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--flag) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": POPUP,
  ".cm-tooltip-lint": { fontSize: "12px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--flag)", padding: "4px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    ...{ fontFamily: "inherit", fontSize: "12px", maxHeight: "18em", minWidth: "16em" },
    maxWidth: "min(560px, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    ...{ display: "flex", gap: "12px", justifyContent: "space-between", alignItems: "baseline" },
    ...{ padding: "2px 8px", lineHeight: "1.5" },
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--soft)", color: "var(--text)" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis", fontFamily: "var(--font-mono, monospace)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--dim)", marginLeft: "auto", whiteSpace: "nowrap" },
});
