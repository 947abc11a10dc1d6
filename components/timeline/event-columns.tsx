import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { MarkSigns } from "@/components/annotations/mark-signs";
import { thingOfEvent } from "@/components/annotations/thing-of";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { countOf } from "@/components/format/format-count";
import { formatContact } from "@/components/format/format-time";
import type { Times } from "@/components/format/times";
import { PivotLink } from "@/components/search/pivot-link";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { fullPeerName, shortPeerName } from "@/components/timeline/peer-name-words";
import type { TableRow } from "@/components/timeline/table-rows";
import { Bytes } from "@/components/ui/bytes";
import { Glyph } from "@/components/ui/glyph";
import { SourceSquare } from "@/components/ui/source-square";
import { canonicalAddress } from "@/lib/core/address";

export type EventLine = Extract<TableRow, { kind: "event" }>;

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, EventLine>();

/** Columns that go where the table is narrow: the sheet of an event has what they say. */
export const COLUMN_ROOM: Record<string, string> = {
  contact: "hidden @min-[720px]:table-cell",
  peer: "hidden @min-[560px]:table-cell",
  evidence: "hidden @min-[880px]:table-cell",
};

/** How wide a column is; the What column takes the room that is left. */
export const COLUMN_LOOKS: Record<string, string> = {
  time: "w-[136px] @min-[560px]:w-[164px]",
  contact: "w-[100px] text-right",
  source: "w-[30px] @min-[880px]:w-[84px]",
  what: "",
  peer: "w-[122px]",
  bytesOut: "w-[82px] text-right",
  evidence: "w-[150px] @min-[1200px]:w-[260px]",
};
export const NUMERIC = new Set(["contact", "bytesOut"]);

export interface ColumnsAbout {
  caseId: string;
  instanceId: string;
  times: Times;
  firstContactMs: number | null;
  tied: boolean;
}

/** Among everything, what names the address stands out; where all rows do, the first contact and use from elsewhere. */
function standsOut({ event, words }: EventLine, { firstContactMs, tied }: ColumnsAbout): boolean {
  if (event.source === "api" && event.foreign) return true;
  return tied ? event.atMs === firstContactMs : words.flagged;
}

function timeWords({ event }: EventLine, times: Times): string {
  if (!event.group) return times.dayClock(event.atMs);
  const { atMs, group } = event;
  const sameDay = times.day(atMs) === times.day(group.lastMs);
  return `${times.day(atMs)} ${times.minute(atMs)}–${sameDay ? times.minute(group.lastMs) : times.day(group.lastMs)}`;
}

export function eventColumns(about: ColumnsAbout) {
  const { caseId, instanceId, times, firstContactMs } = about;
  return helper.columns([
    helper.display({
      id: "time",
      header: "Time",
      cell: ({ row: { original } }) => (
        <time
          className="mono"
          dateTime={new Date(original.event.atMs).toISOString()}
          title={
            original.event.group
              ? times.span(original.event.atMs, original.event.group.lastMs)
              : times.instant(original.event.atMs)
          }
        >
          {timeWords(original, times)}
        </time>
      ),
    }),
    helper.display({
      id: "contact",
      header: "Contact",
      cell: ({ row: { original } }) => (
        <span className="text-dim" title="From the first contact">
          {firstContactMs === null ? "" : formatContact(original.event.atMs, firstContactMs)}
        </span>
      ),
    }),
    helper.display({
      id: "source",
      header: () => <span className="sr-only @min-[880px]:not-sr-only">Source</span>,
      cell: ({ row: { original } }) => (
        <span className="inline-flex items-center gap-1.5 text-sm">
          <SourceSquare of={original.event.source} />
          <span className="sr-only @min-[880px]:not-sr-only">{SOURCE_NAMES[original.event.source]}</span>
        </span>
      ),
    }),
    helper.display({
      id: "what",
      header: "What",
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-2">
          <What line={original} strong={standsOut(original, about)} />
          <span className="shrink-0">
            <MarkSigns subject={thingOfEvent(original.event, instanceId).subject} />
          </span>
        </span>
      ),
    }),
    helper.display({
      id: "peer",
      header: "Peer",
      cell: ({ row: { original } }) => (
        <span className="mono text-dim" title={original.words.peer}>
          <Peer peer={original.words.peer} />
        </span>
      ),
    }),
    helper.display({
      id: "bytesOut",
      header: "Bytes out",
      cell: ({ row: { original } }) =>
        original.words.bytesOut === null ? null : <Bytes bytes={original.words.bytesOut} />,
    }),
    helper.display({
      id: "evidence",
      header: "Evidence",
      cell: ({ row: { original: line } }) =>
        line.event.group ? (
          <span className="text-faint tabular-nums">{countOf(line.event.group.count, "record")}</span>
        ) : (
          <EvidenceRef
            caseId={caseId}
            name={line.event.evidence.fileName}
            sha256={line.event.evidence.sha256}
            record={line.event.evidence.record}
            most={30}
          />
        ),
    }),
  ]);
}

/** The far end; an address leads to everything in the case with it. */
function Peer({ peer }: { peer: string }) {
  const ip = canonicalAddress(peer);
  return ip === null ? peer : <PivotLink pivot={{ field: "ip", value: ip }}>{peer}</PivotLink>;
}

/** What happened, as the row's button: the row itself listens for the click. */
function What({ line, strong }: { line: EventLine; strong: boolean }) {
  const { words, open, inGroup } = line;
  const look = strong ? "font-medium text-flag" : open === null ? "" : "font-medium";
  return (
    <button
      type="button"
      data-line={line.id}
      aria-expanded={open ?? undefined}
      title={words.what}
      className={`block min-w-0 truncate text-left -outline-offset-2 ${look} ${inGroup ? "pl-5 text-dim" : ""}`}
    >
      {open === null ? null : (
        <span aria-hidden="true" className="inline-block w-4 text-faint">
          <Glyph of={open ? "down" : "right"} />
        </span>
      )}
      {words.what}
      <PeerTail line={line} />
    </button>
  );
}

/** What the far end was called; nothing where somebody outside came in under no name. */
function PeerTail({ line: { event } }: { line: EventLine }) {
  if (event.source !== "flow" || event.peerName === undefined) return null;
  const name = shortPeerName(event.peerName);
  if (name === null || (event.peerName.grade === "never" && event.outbound !== true)) return null;
  return (
    <span className="font-normal text-dim" title={fullPeerName(event.peerName, event.atMs)}>
      {" · "}
      {name}
    </span>
  );
}
