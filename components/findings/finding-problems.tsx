import { type PlaceFault, PlaceFaults } from "@/components/findings/place-faults";
import { Card } from "@/components/ui/card";

/** What could not be asked, beside what could: an empty list says nothing about those. */
export function FindingProblems({
  problems,
  leftOut,
  most,
}: {
  problems: readonly PlaceFault[];
  leftOut: number;
  most: number;
}) {
  if (problems.length === 0 && leftOut === 0) return null;
  return (
    <Card title="Not asked" note="nothing is known of these">
      <div role="alert">
        <ul className="grid list-disc gap-1 py-2.5 pr-3.5 pl-8">
          {leftOut === 0 ? null : (
            <li>
              {leftOut} accounts and regions more than the {most} that are asked at once. Choose an account or a region.
            </li>
          )}
          <PlaceFaults faults={problems} />
        </ul>
      </div>
    </Card>
  );
}
