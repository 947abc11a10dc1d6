"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";
import { NOTICE_KIND_NAMES, NOTICE_KINDS, type NoticeKind } from "@/lib/notices/notice-kinds";

/** Of which notices someone gets a mail as well. */
export function OwnNotices({
  mails,
  isMailConfigured,
  choose,
}: {
  mails: Record<NoticeKind, boolean>;
  /** This installation has a server to send mail by. */
  isMailConfigured: boolean;
  choose: (input: { kind: NoticeKind; mail: boolean }) => Promise<ActionResult<unknown>>;
}) {
  const { run, failure } = useCaseAction();
  return (
    <Card title="Notices" note="all stand below the bell; these come by mail as well">
      <div className="grid gap-2 px-3.5 py-3">
        <FailureText text={failure} />
        {isMailConfigured ? null : (
          <p className="text-dim">This installation sends no mail. What you choose here holds once it does.</p>
        )}
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">Send me a mail when</legend>
          {NOTICE_KIND_NAMES.map((kind) => (
            <label key={kind} className="flex items-center gap-1.5">
              <input
                type="checkbox"
                defaultChecked={mails[kind]}
                onChange={(event) => {
                  const mail = event.currentTarget.checked;
                  run(() => choose({ kind, mail }));
                }}
              />
              {NOTICE_KINDS[kind].words}
            </label>
          ))}
        </fieldset>
      </div>
    </Card>
  );
}
