import { buttonLook } from "@/components/ui/button-look";

/** What a report is made of: the case as it is, or what was approved. */
export function VersionChoice({
  caseId,
  versions,
  version,
}: {
  caseId: string;
  versions: readonly { number: number }[];
  version: number | null;
}) {
  if (versions.length === 0) return null;
  return (
    <form action={`/cases/${caseId}/report`} className="flex items-center gap-1.5 text-dim">
      <label htmlFor="version">of</label>
      <select
        key={version}
        id="version"
        name="version"
        defaultValue={version ?? ""}
        className="h-7 rounded-md border border-line bg-raise px-1.5 text-text"
      >
        <option value="">the case as it is</option>
        {versions.map(({ number }) => (
          <option key={number} value={number}>
            version {number}
          </option>
        ))}
      </select>
      <button type="submit" className={buttonLook("quiet")}>
        Show
      </button>
    </form>
  );
}
