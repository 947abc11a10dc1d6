"use client";

import { useTimes } from "@/components/shell/zone";
import { useInBrowser } from "@/components/ui/use-in-browser";

/** The table behind a strip of time, for those who hear the page: the browser adds it. */
export function StripTable({
  caption,
  pieces,
}: {
  caption: string;
  pieces: readonly { fromMs: number; toMs: number; words: string }[];
}) {
  const times = useTimes();
  if (!useInBrowser()) return null;
  return (
    <div className="sr-only">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {pieces.map(({ fromMs, toMs, words }) => (
            <tr key={fromMs}>
              <td>{times.instant(fromMs)}</td>
              <td>{times.instant(toMs)}</td>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
