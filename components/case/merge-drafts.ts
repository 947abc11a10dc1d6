interface Draft {
  title: string;
  flagged: readonly { value: string }[];
  fromMs: number;
  toMs: number;
}

const TITLE_LENGTH = 200;

/** What one or several findings put into the form of one case; null without any. */
export function mergeDrafts(
  drafts: readonly Draft[],
): { title: string; values: string[]; fromMs: number; toMs: number } | null {
  const [first] = drafts;
  if (!first) return null;
  const others = drafts.length === 1 ? "" : ` and ${drafts.length - 1} more`;
  return {
    title: `${first.title.slice(0, TITLE_LENGTH - others.length)}${others}`,
    values: [...new Set(drafts.flatMap(({ flagged }) => flagged.map(({ value }) => value)))],
    fromMs: Math.min(...drafts.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...drafts.map(({ toMs }) => toMs)),
  };
}
