import type { ReactNode } from "react";
import { Recorded } from "@/components/coverage/recorded";
import { formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { visibleText } from "@/lib/core/visible-text";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";
import type { ShownDetector } from "@/lib/timeline/detections/read-case-detections";

const COLUMNS = [
  { name: "Detector" },
  { name: "Looks for" },
  { name: "Technique" },
  { name: "Found", numeric: true },
  { name: "Parameters", hiddenName: true },
];

/** Every detector there is: what it looks for, how often it found it, or why it could not look. */
export function DetectorTable({
  detectors,
  behind,
  settings,
}: {
  detectors: readonly ShownDetector[];
  /** What the logs recorded: said where a detector found nothing and one that it reads is not whole. */
  behind: readonly RecordedBehind[];
  settings: (detector: ShownDetector) => ReactNode;
}) {
  return (
    <Card title="What was looked for" note="a change of a parameter holds for this case, and runs the detectors again">
      <Table label="Detectors" columns={COLUMNS}>
        {detectors.map((detector) => (
          <tr key={detector.id}>
            <Cell className="align-top font-medium">{detector.title}</Cell>
            <Cell wrap className="min-w-72 align-top text-dim">
              {visibleText(detector.notAssessed ?? detector.looksFor)} <Silence {...{ detector, behind }} />
            </Cell>
            <Cell className="align-top text-dim">{detector.techniques.join(", ")}</Cell>
            <Cell numeric className="align-top">
              {detector.found === null ? "not assessed" : formatCount(detector.found)}
            </Cell>
            <Cell className="text-right align-top">{detector.parameters.length === 0 ? null : settings(detector)}</Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Silence({ detector, behind }: { detector: ShownDetector; behind: readonly RecordedBehind[] }) {
  const partly = behind.filter(
    ({ kind, recorded, isWhole }) => detector.needs.includes(kind) && recorded !== null && !isWhole,
  );
  return detector.found === 0 && partly.length > 0 ? (
    <span className="block text-faint text-sm">
      Found nothing <Recorded of={partly} />
    </span>
  ) : null;
}
