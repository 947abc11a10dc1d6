import { REGISTRY } from "@/lib/sources/registry";
import { SOURCES, type SourceName } from "@/lib/sources/source.types";
import { SOURCE_WORDS } from "@/lib/sources/source-words";

export interface SourceActions {
  source: SourceName;
  title: string;
  actions: readonly string[];
}

/** What each source needs, in the order in which they are offered. */
export function sourceActions(): SourceActions[] {
  return SOURCES.flatMap((source) => {
    const actions = REGISTRY[source]?.actions;
    return actions === undefined ? [] : [{ source, title: SOURCE_WORDS[source].title, actions }];
  });
}

/** What all of them need together. */
export function allActions(): string[] {
  return [...new Set(sourceActions().flatMap(({ actions }) => actions))].sort();
}
