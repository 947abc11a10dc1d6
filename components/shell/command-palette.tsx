"use client";

import { Command } from "cmdk";
import { useParams, useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { UTC } from "@/components/format/times";
import { askServer } from "@/components/shell/ask-server";
import { THEMES } from "@/components/shell/theme";
import { applyTheme } from "@/components/shell/theme-switch";
import { browserZone, useZone } from "@/components/shell/zone";
import { Dialog } from "@/components/ui/dialog";
import { visibleText } from "@/lib/core/visible-text";
import type { Places } from "@/lib/timeline/find-places";

const NOWHERE: Places = { cases: [], instances: [], searches: [] };
const THEME_WORDS = { system: "Colours as the system has them", light: "Light colours", dark: "Dark colours" };

/** Go anywhere and do what the header does, by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { choose } = useZone();
  const caseId = String(useParams().caseId ?? "");
  const [typed, setTyped] = useState("");
  const { places, failed } = usePlaces(typed, caseId);
  const go = (path: string) => () => {
    onClose();
    router.push(path);
  };
  const act = (run: () => void) => () => {
    onClose();
    run();
  };
  const base = `/cases/${caseId}`;
  const pages = [
    ...(caseId === ""
      ? []
      : [
          { name: "This case: overview", path: base },
          { name: "This case: address ledger", path: `${base}/ledger` },
          { name: "This case: search", path: `${base}/search` },
          { name: "This case: evidence", path: `${base}/evidence` },
          { name: "This case: fetch from AWS", path: `${base}/fetch` },
        ]),
    { name: "All cases", path: "/" },
    { name: "Start a case", path: "/cases/new" },
    { name: "Audit", path: "/audit" },
  ];
  return (
    <Dialog open onClose={onClose} title="Go anywhere" wide>
      <Command label="Go anywhere" className="grid gap-2 outline-none">
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder="A case, an address, an instance, a page…"
          className="h-9 w-full rounded-md border border-line bg-raise px-3 text-[14px]"
        />
        {failed ? (
          <p role="alert" className="text-warn">
            Cases could not be searched. Type again, or reload the page.
          </p>
        ) : null}
        <Command.List className="max-h-[50dvh] overflow-y-auto [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs">
          <Command.Empty className="px-2 py-3 text-dim">Nothing of that name.</Command.Empty>
          {places.instances.length > 0 ? (
            <Command.Group heading="Instances of this case">
              {places.instances.map((id) => (
                <Choice key={id} value={`instance ${id}`} onSelect={go(`${base}/instances/${id}`)}>
                  <span className="mono">{id}</span>
                </Choice>
              ))}
            </Command.Group>
          ) : null}
          {places.searches.length > 0 ? (
            <Command.Group heading="Saved searches of this case">
              {places.searches.map(({ id, name, query }) => (
                <Choice
                  key={id}
                  value={`search ${name} ${query} ${id}`}
                  onSelect={go(`${base}/search?${new URLSearchParams({ q: query })}`)}
                >
                  <span className="truncate">{visibleText(name)}</span>
                  <span className="mono truncate text-faint">{visibleText(query)}</span>
                </Choice>
              ))}
            </Command.Group>
          ) : null}
          {places.cases.length > 0 ? (
            <Command.Group heading="Cases">
              {places.cases.map(({ id, title, indicators }) => (
                <Choice key={id} value={`case ${title} ${indicators.join(" ")} ${id}`} onSelect={go(`/cases/${id}`)}>
                  <span className="truncate">{title}</span>
                  <span className="mono truncate text-faint">{indicators.join(", ")}</span>
                </Choice>
              ))}
            </Command.Group>
          ) : null}
          <Command.Group heading="Pages">
            {pages.map(({ name, path }) => (
              <Choice key={path} value={name} onSelect={go(path)}>
                {name}
              </Choice>
            ))}
          </Command.Group>
          <Command.Group heading="Look">
            {THEMES.map((theme) => (
              <Choice
                key={theme}
                value={THEME_WORDS[theme]}
                onSelect={act(() => {
                  applyTheme(theme);
                  router.refresh();
                })}
              >
                {THEME_WORDS[theme]}
              </Choice>
            ))}
            <Choice value="Times in UTC" onSelect={act(() => choose({ zone: UTC, local: false }))}>
              Times in UTC
            </Choice>
            <Choice value="Times local" onSelect={act(() => choose({ zone: browserZone(), local: true }))}>
              Times in this browser's zone
            </Choice>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Choice({ value, onSelect, children }: { value: string; onSelect: () => void; children: React.ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-md px-2 data-[selected=true]:bg-soft"
    >
      {children}
    </Command.Item>
  );
}

/** What the server finds for the text; the newest answer alone counts. */
function usePlaces(typed: string, caseId: string): { places: Places; failed: boolean } {
  const [state, setState] = useState({ places: NOWHERE, failed: false });
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ q: typed, ...(caseId === "" ? {} : { caseId }) });
    askServer<Places>(`/api/palette?${query}`, stop.signal)
      .then((places) => setState({ places, failed: false }))
      .catch(() => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, failed: true }));
      });
    return () => stop.abort();
  }, [typed, caseId]);
  return state;
}
