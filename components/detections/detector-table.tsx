import type { ReactNode } from "react";
import { formatCount } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { visibleText } from "@/lib/core/visible-text";
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
  settings,
}: {
  detectors: readonly ShownDetector[];
  settings: (detector: ShownDetector) => ReactNode;
}) {
  return (
    <Card title="What was looked for" note="a change of a parameter holds for this case, and runs the detectors again">
      <Table label="Detectors" columns={COLUMNS}>
        {detectors.map((detector) => (
          <tr key={detector.id}>
            <Cell className="align-top font-medium">{detector.title}</Cell>
            <Cell wrap className="min-w-72 align-top text-dim">
              {visibleText(detector.notAssessed ?? detector.looksFor)}
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
