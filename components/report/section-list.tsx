"use client";

import { Button } from "@/components/ui/button";
import { REPORT_SECTIONS, type ReportSection } from "@/lib/report/report-settings";

const ALL = Object.keys(REPORT_SECTIONS) as ReportSection[];

/** The sections of a report: which, and in which order. Those left out stand at the end. */
export function SectionList({
  chosen,
  change,
}: {
  chosen: readonly ReportSection[];
  change: (sections: ReportSection[]) => void;
}) {
  const left = ALL.filter((id) => !chosen.includes(id));
  const move = (at: number, by: number) => {
    const next = [...chosen];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    change(next);
  };
  return (
    <fieldset className="grid gap-1">
      <legend className="font-medium">Sections</legend>
      <ul className="grid gap-1">
        {[...chosen, ...left].map((id, at) => {
          const isOn = at < chosen.length;
          return (
            <li key={id} className="flex items-center gap-2">
              <label className="flex grow items-center gap-2">
                <input
                  type="checkbox"
                  checked={isOn}
                  onChange={() => change(isOn ? chosen.filter((one) => one !== id) : [...chosen, id])}
                />
                {REPORT_SECTIONS[id]}
              </label>
              {isOn ? (
                <>
                  <Button
                    tone="quiet"
                    disabled={at === 0}
                    aria-label={`${REPORT_SECTIONS[id]}: further up`}
                    onClick={() => move(at, -1)}
                  >
                    ↑
                  </Button>
                  <Button
                    tone="quiet"
                    disabled={at === chosen.length - 1}
                    aria-label={`${REPORT_SECTIONS[id]}: further down`}
                    onClick={() => move(at, 1)}
                  >
                    ↓
                  </Button>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
