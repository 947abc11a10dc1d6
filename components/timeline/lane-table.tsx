import { formatCount } from "@/components/format/format-count";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

interface Lane {
  name: string;
  columns: { name: string; values: readonly (number | null)[] }[];
}

/** The numbers behind each chart, for those who hear the page: every bar, and every stretch that is not recorded. */
export function LaneTable({ model }: { model: LaneModel }) {
  const { bytes, lookups, calls, buckets } = model;
  const lanes: Lane[] = [
    {
      name: "Bytes",
      columns: [
        { name: "Bytes out with the address", values: bytes.withOut },
        { name: "Bytes in with the address", values: bytes.withIn },
        { name: "Other bytes out", values: bytes.elseOut },
        { name: "Other bytes in", values: bytes.elseIn },
      ],
    },
    {
      name: "Lookups",
      columns: [
        { name: "Lookups", values: lookups.queries },
        { name: "Gave the address", values: lookups.toIndicator },
      ],
    },
    {
      name: "Role calls",
      columns: [
        { name: "Allowed", values: calls.allowed },
        { name: "Denied", values: calls.denied },
        { name: "From elsewhere", values: calls.elsewhere },
      ],
    },
  ];
  return (
    <div className="sr-only">
      {lanes.map((lane) => (
        <table key={lane.name}>
          <caption>{lane.name} over time, in UTC</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {lane.columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(lane).map((bucket) => {
              const at = new Date(buckets.fromMs + bucket * buckets.bucketMs).toISOString();
              return (
                <tr key={bucket}>
                  <th scope="row">{at}</th>
                  {lane.columns.map(({ name, values }) => {
                    const value = values[bucket] ?? null;
                    return <td key={name}>{value === null ? "not recorded" : formatCount(value)}</td>;
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      ))}
    </div>
  );
}

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
