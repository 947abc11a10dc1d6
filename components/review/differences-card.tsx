import { DifferenceRows, type ShownDifference } from "@/components/review/difference-rows";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";

/** What is another by now than in a version, whichever one asks for. */
export function DifferencesCard({
  caseId,
  areas,
  since,
  versions,
}: {
  caseId: string;
  areas: readonly { area: string; total: number; rows: ShownDifference[] }[];
  since: number | null;
  versions: readonly { number: number }[];
}) {
  return (
    <Card
      title={since === null ? "What a first version would hold" : `Different from version ${since}`}
      note={
        versions.length < 2 ? null : (
          <form action={`/cases/${caseId}/review`} className="flex items-center gap-1.5">
            <label htmlFor="since">against version</label>
            <select
              id="since"
              name="since"
              defaultValue={String(since)}
              className="h-7 rounded-md border border-line bg-raise px-1.5"
            >
              {versions.map(({ number }) => (
                <option key={number}>{number}</option>
              ))}
            </select>
            <button type="submit" className={buttonLook("quiet")}>
              Show
            </button>
          </form>
        )
      }
    >
      {areas.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">The case says what version {since} says.</p>
      ) : (
        <DifferenceRows areas={areas} />
      )}
    </Card>
  );
}
