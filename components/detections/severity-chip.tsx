import { Chip } from "@/components/ui/chip";
import type { DetectionV1 } from "@/lib/investigate/document.types";

const TONES = { critical: "flag", high: "flag", medium: "warn", low: "plain" } as const;

/** How severe a detection is: said in words, the colour only repeats it. */
export function SeverityChip({ severity }: { severity: DetectionV1["severity"] }) {
  return <Chip tone={TONES[severity]}>{severity}</Chip>;
}
