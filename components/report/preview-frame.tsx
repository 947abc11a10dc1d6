"use client";

import { useEffect, useRef, useState } from "react";
import { type ReportSettings, ReportSettings as Settings } from "@/lib/report/report-settings";

/** So long nothing more is changed before the report is made anew. */
const REST_MS = 400;

interface Props {
  caseId: string;
  version: number | null;
  /** As they stand in the form, kept or not. */
  settings: ReportSettings;
  /** Another one whenever the case may say something else. */
  stamp: number;
}

/**
 * The report as it would be with what stands in the form, made anew after each change; the one before stays until it is there.
 * It is asked for by a form of its own, so that the frame's own policy holds in it.
 */
export function PreviewFrame({ caseId, version, settings, stamp }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [{ shown, next }, setFrames] = useState<{ shown: number; next: number }>({ shown: 0, next: 1 });
  const sent = useRef(0);
  const parsed = Settings.safeParse(settings);
  const text = parsed.success ? JSON.stringify(parsed.data) : null;
  const wanted = `${stamp} ${text}`;
  const asked = useRef(wanted);
  useEffect(() => {
    // What cannot be made yet, such as half a zone's name, leaves what is shown.
    if (wanted === asked.current || text === null) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      setFrames((before) => ({ ...before, next: before.next + 1 }));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, text]);
  useEffect(() => {
    if (sent.current === next) return;
    sent.current = next;
    if (form.current) form.current.target = frameName(next);
    form.current?.submit();
  }, [next]);
  return (
    <div className="relative h-[80vh]">
      <form
        ref={form}
        method="post"
        action={`/api/cases/${caseId}/report${version === null ? "" : `?version=${version}`}`}
        hidden
      >
        <input type="hidden" name="settings" value={text ?? ""} readOnly />
      </form>
      {[...new Set([shown, next])]
        .filter((at) => at > 0)
        .map((at) => (
          <iframe
            key={at}
            name={frameName(at)}
            title={at === next ? "Preview of the report" : "Preview of the report before the change"}
            sandbox=""
            onLoad={() => {
              // The first one that loads is empty: what is asked for comes into it.
              if (sent.current === at) setFrames((before) => (before.next === at ? { shown: at, next: at } : before));
            }}
            className={`absolute inset-0 h-full w-full rounded-b-lg bg-panel ${at === next && shown !== next ? "-z-10" : ""}`}
          />
        ))}
      {parsed.success ? null : (
        <p
          role="status"
          className="absolute inset-x-3 top-3 rounded-lg border border-line bg-raise px-3 py-1.5 text-dim"
        >
          As before the last change: {parsed.error.issues[0]?.message}
        </p>
      )}
    </div>
  );
}

const frameName = (at: number) => `report-preview-${at}`;
