"use client";

import { useTimes } from "@/components/shell/zone";

/** The table behind a strip of time, for those who hear the page. */
export function StripTable({
  caption,
  pieces,
}: {
  caption: string;
  pieces: readonly { fromMs: number; toMs: number; words: string }[];
}) {
  const times = useTimes();
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
