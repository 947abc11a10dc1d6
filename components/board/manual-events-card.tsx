"use client";

import Link from "next/link";
import { useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { MANUAL_ANCHOR } from "@/components/board/manual-anchor";
import { ManualEventForm } from "@/components/board/manual-event-form";
import { May } from "@/components/case/rights";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Dialog } from "@/components/ui/dialog";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";

interface Props {
  caseId: string;
  events: readonly ManualEventRow[];
  /** Of an instance's page: new ones are its own. */
  instanceId?: string;
  /** Null where it is shown as it was. */
  actions: Pick<BoardActions, "addManual" | "editManual" | "removeManual"> | null;
}

/** What no log tells, in the order in which it happened; each says that a person entered it, and from when on it was known. */
export function ManualEventsCard({ caseId, events, instanceId, actions }: Props) {
  const [open, setOpen] = useState<ManualEventRow | "new" | null>(null);
  const close = () => setOpen(null);
  return (
    <Card id={MANUAL_ANCHOR} title="Entered by hand" note="what no log tells">
      {events.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          {actions === null ? "Nothing had been entered." : "Nothing is entered yet."}
        </p>
      ) : (
        <ol aria-label="Events entered by hand" className="divide-y divide-soft">
          {events.map((event) => (
            <li key={event.id} className="grid gap-0.5 px-3.5 py-2">
              <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <When at={event.at} />
                <span className="font-medium [overflow-wrap:anywhere]">{visibleText(event.title)}</span>
                <Chip>by hand</Chip>
                {event.enteredLater ? <Chip tone="warn">entered only later</Chip> : null}
                {event.instanceId === null || event.instanceId === instanceId ? null : (
                  <Link
                    href={`/cases/${caseId}/instances/${event.instanceId}`}
                    prefetch={false}
                    className="mono text-flow underline"
                  >
                    {event.instanceId}
                  </Link>
                )}
                <span className="grow" />
                {actions === null ? null : (
                  <May to="board.change">
                    <Button aria-label={`Edit ${visibleText(event.title)}`} onClick={() => setOpen(event)}>
                      Edit
                    </Button>
                  </May>
                )}
              </div>
              {event.detail === "" ? null : (
                <p className="max-w-[90ch] whitespace-pre-wrap break-words text-dim">
                  {visibleText(event.detail, { lines: true })}
                </p>
              )}
              <p className="text-dim text-sm">
                known <When at={event.knownAt} /> from {visibleText(event.source)}; entered by {visibleText(event.by)},{" "}
                <When at={Math.floor(Date.parse(event.createdAt) / 1000) * 1000} />
              </p>
            </li>
          ))}
        </ol>
      )}
      {actions === null ? null : (
        <May to="board.change">
          <p className="border-line border-t px-3.5 py-2">
            <Button onClick={() => setOpen("new")}>Enter an event</Button>
          </p>
          <Dialog
            open={open !== null}
            onClose={close}
            title={open === "new" ? "Enter an event" : "Edit an event entered by hand"}
          >
            <ManualEventForm
              {...{ caseId, actions }}
              {...(instanceId === undefined ? {} : { instanceId })}
              event={open === "new" ? null : open}
              onDone={close}
            />
          </Dialog>
        </May>
      )}
    </Card>
  );
}
