export type ButtonTone = "primary" | "plain" | "quiet" | "danger";

const LOOKS: Record<ButtonTone, string> = {
  primary: "border-transparent bg-flow text-panel hover:bg-[color-mix(in_srgb,var(--flow),var(--text)_15%)]",
  plain: "border-line bg-raise text-text hover:bg-soft",
  quiet: "border-transparent text-dim hover:bg-soft hover:text-text",
  danger: "border-flag/50 bg-flag/8 text-flag hover:bg-flag/15",
};

/** How a button looks, for a link that is drawn as one. */
export function buttonLook(tone: ButtonTone = "plain"): string {
  return `inline-flex h-7 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 font-medium aria-disabled:opacity-55 disabled:opacity-55 ${LOOKS[tone]}`;
}
