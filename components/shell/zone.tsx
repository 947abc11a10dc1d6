"use client";

import { useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { isZone, type Times, timesIn, UTC } from "@/components/format/times";
import { writeZone, ZONE_COOKIE, type ZoneChoice } from "@/components/shell/zone-cookie";

interface Zone {
  times: Times;
  choice: ZoneChoice;
  choose: (choice: ZoneChoice) => void;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const Context = createContext<Zone>({
  times: timesIn(UTC),
  choice: { zone: UTC, local: false },
  choose: () => undefined,
});

/** The zone of the browser itself. */
export function browserZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return isZone(timeZone) ? timeZone : UTC;
}

/**
 * Gives every page below it one time zone: the one that the URL names (`zone`), so that a link shows what was seen, else
 * the chosen one, which a cookie keeps so that the server writes it from the first byte.
 */
export function ZoneProvider({ initial, children }: { initial: ZoneChoice; children: ReactNode }) {
  const [chosen, setChosen] = useState(initial);
  const inUrl = useSearchParams().get("zone");
  // What the URL named when a choice was made: it goes from there a moment later than the choice shows.
  const [overruled, setOverruled] = useState<string | null>(null);
  useEffect(() => {
    if (inUrl === null) setOverruled(null);
  }, [inUrl]);
  const choose = useCallback((choice: ZoneChoice) => {
    setChosen(choice);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `${ZONE_COOKIE}=${writeZone(choice)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    // The choice just made counts, not the one that a link came with.
    const url = new URL(window.location.href);
    if (!url.searchParams.has("zone")) return;
    setOverruled(url.searchParams.get("zone"));
    url.searchParams.delete("zone");
    window.history.replaceState(null, "", url);
  }, []);
  // Someone who chose "local" and went to another place.
  useEffect(() => {
    const here = browserZone();
    if (chosen.local && chosen.zone !== here) choose({ zone: here, local: true });
  }, [chosen, choose]);
  const value = useMemo(() => {
    const choice = inUrl !== null && inUrl !== overruled && isZone(inUrl) ? { zone: inUrl, local: false } : chosen;
    return { times: timesIn(choice.zone), choice, choose };
  }, [chosen, choose, inUrl, overruled]);
  return <Context value={value}>{children}</Context>;
}

/** Words for moments in the zone of the page. */
export function useTimes(): Times {
  return useContext(Context).times;
}

export function useZone(): Zone {
  return useContext(Context);
}
