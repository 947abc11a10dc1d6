import { memo } from "react";
import { formatCount } from "@/components/format/format-count";
import type { Times } from "@/components/format/times";
import { usualRange } from "@/components/format/usual-range";
import { usualIn } from "@/lib/timeline/baseline/band";
import type { Baseline, MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { bucketPiece } from "@/lib/timeline/lanes/bucket-piece";
import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

interface Lane {
  name: string;
  columns: { name: string; values: Series }[];
  /** What was usual in a piece of time, said where there is enough history. */
  usual: { name: string; measure: MeasureName }[];
}

function lanesOf({ bytes, lookups, calls }: LaneModel, { measures }: Baseline): Lane[] {
  const lanes: Lane[] = [
    {
      name: "Bytes",
      columns: [
        { name: "Bytes out with the address", values: bytes.withOut },
        { name: "Bytes in with the address", values: bytes.withIn },
        { name: "Refused with the address", values: bytes.refused },
        { name: "Other bytes out", values: bytes.elseOut },
        { name: "Other bytes in", values: bytes.elseIn },
      ],
      usual: [
        { name: "Usual bytes out", measure: "bytesOut" },
        { name: "Usual bytes in", measure: "bytesIn" },
      ],
    },
    {
      name: "Lookups",
      columns: [
        { name: "Lookups", values: lookups.queries },
        { name: "Gave the address", values: lookups.toIndicator },
      ],
      usual: [{ name: "Usual lookups", measure: "lookups" }],
    },
    {
      name: "Role calls",
      columns: [
        { name: "Allowed", values: calls.allowed },
        { name: "Denied", values: calls.denied },
        { name: "From elsewhere", values: calls.elsewhere },
      ],
      usual: [{ name: "Usual calls", measure: "calls" }],
    },
  ];
  return lanes.map((lane) => ({ ...lane, usual: lane.usual.filter(({ measure }) => measures[measure].all !== null) }));
}

interface LaneTableProps {
  model: LaneModel;
  baseline: Baseline;
  times: Times;
  shown: boolean;
}

/** The numbers behind each chart: every bar, and every stretch that is not recorded. Unless `shown`, only read aloud. */
export const LaneTable = memo(function LaneTable({ model, baseline, times, shown }: LaneTableProps) {
  return (
    <div
      className={
        shown ? "grid gap-x-3 border-line border-t p-3.5 gap-y-4 min-[1700px]:grid-cols-[5fr_3fr_4fr]" : "sr-only"
      }
    >
      {lanesOf(model, baseline).map((lane) => (
        <section
          key={lane.name}
          aria-label={`${lane.name} as a table`}
          // A region that scrolls must be reachable by keyboard; one that is not seen must not stop it.
          tabIndex={shown ? 0 : undefined}
          className={shown ? "max-h-72 overflow-auto" : ""}
        >
          <table className="w-full border-collapse text-sm tabular-nums">
            <caption className="pb-1 text-left text-dim">
              {lane.name} over time, in {times.name}
            </caption>
            <thead>
              <tr>
                <th scope="col" className="sticky top-0 bg-panel py-1 pr-2 text-faint text-xs">
                  From
                </th>
                {[...lane.columns, ...lane.usual].map(({ name }) => (
                  <th key={name} scope="col" className="sticky top-0 bg-panel px-2 py-1 text-right text-faint text-xs">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsOf(lane).map((bucket) => (
                <tr key={bucket} className="border-soft border-t">
                  <th scope="row" className="whitespace-nowrap py-0.5 pr-2 font-mono font-normal">
                    {times.dayClock(bucketPiece(model, { first: bucket, last: bucket }).fromMs)}
                  </th>
                  {lane.columns.map(({ name, values }) => {
                    const value = values[bucket] ?? null;
                    return (
                      <td key={name} className="px-2 py-0.5 text-right">
                        {value === null ? "not recorded" : formatCount(value)}
                      </td>
                    );
                  })}
                  {lane.usual.map(({ name, measure }) => {
                    const usual = usualIn(baseline, measure, bucketPiece(model, { first: bucket, last: bucket }));
                    return (
                      <td key={name} className="whitespace-nowrap px-2 py-0.5 text-right text-dim">
                        {usual === null ? "" : usualRange(measure, usual)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
});

/** Buckets with something in them, and the first of each stretch that is not recorded. */
function rowsOf({ columns }: Lane): number[] {
  const length = columns[0]?.values.length ?? 0;
  const isUnknown = (bucket: number) => columns.some(({ values }) => values[bucket] === null);
  return Array.from({ length }, (_, bucket) => bucket).filter(
    (bucket) =>
      columns.some(({ values }) => (values[bucket] ?? 0) > 0) ||
      (isUnknown(bucket) && (bucket === 0 || !isUnknown(bucket - 1))),
  );
}
