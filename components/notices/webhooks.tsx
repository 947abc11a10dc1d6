"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { WebhookTable } from "@/components/notices/webhook-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";
import { NOTICE_KIND_NAMES, NOTICE_KINDS, type NoticeKind } from "@/lib/notices/notice-kinds";
import type { WebhookRow } from "@/lib/timeline/people/list-webhooks";

interface Chosen {
  caseId: string | null;
  webhookId: string;
}

export interface WebhookActions {
  add: (input: {
    caseId: string | null;
    url: string;
    kinds: NoticeKind[];
    allowHttp: boolean;
  }) => Promise<ActionResult<{ secret: string }>>;
  remove: (input: Chosen) => Promise<ActionResult<unknown>>;
  test: (input: Chosen) => Promise<ActionResult<unknown>>;
  retry: (input: { caseId: string | null; deliveryId: string }) => Promise<ActionResult<unknown>>;
}

/** Other programs that are told what happens, in a case or in all: added, tried out, and what became of their messages. */
export function Webhooks({
  caseId,
  webhooks,
  mayUseHttp,
  actions,
}: {
  caseId: string | null;
  webhooks: readonly WebhookRow[];
  mayUseHttp: boolean;
  actions: WebhookActions;
}) {
  const { run, busy, failure } = useCaseAction();
  const [secret, setSecret] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    setSecret(null);
    run(
      async () => {
        const result = await actions.add({
          caseId,
          url: String(values.get("url") ?? ""),
          kinds: NOTICE_KIND_NAMES.filter((kind) => values.get(kind) !== null),
          allowHttp: values.get("http") !== null,
        });
        if (result.ok) setSecret(result.value.secret);
        return result;
      },
      () => form.reset(),
    );
  };
  return (
    <Card
      title="Webhooks"
      note={
        caseId === null ? "told of all cases: that something happened, and in which" : "told what happens in this case"
      }
    >
      <div className="grid gap-3 px-3.5 py-3">
        <FailureText text={failure} />
        {secret === null ? null : (
          <div role="status" className="grid gap-1.5 rounded-md border border-line bg-raise px-3 py-2">
            <p>
              The receiver checks signatures with this secret. <span className="text-dim">It is not shown again.</span>
            </p>
            <p className="flex items-start gap-1.5">
              <code className="mono min-w-0 select-all break-all">{secret}</code>
              <CopyButton text={secret} what="the secret" />
            </p>
          </div>
        )}
        <form onSubmit={submit} className="grid gap-3">
          <div className="w-full max-w-xl">
            <TextField
              label="Address that is called"
              name="url"
              type="url"
              required
              maxLength={1000}
              autoComplete="off"
            />
          </div>
          <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
            <legend className="mb-1 font-medium">It is told when</legend>
            {NOTICE_KIND_NAMES.map((kind) => (
              <label key={kind} className="flex items-center gap-1.5">
                <input type="checkbox" name={kind} defaultChecked={kind === "critical-detection"} />
                {NOTICE_KINDS[kind].told}
              </label>
            ))}
          </fieldset>
          {mayUseHttp ? (
            <label className="flex items-center gap-1.5">
              <input type="checkbox" name="http" />
              Allow http: what is sent can then be read on the way
            </label>
          ) : null}
          <div>
            <Button type="submit" busy={busy}>
              Add the webhook
            </Button>
          </div>
        </form>
      </div>
      {webhooks.length === 0 ? null : (
        <WebhookTable
          webhooks={webhooks}
          busy={busy}
          onTest={(webhookId) => run(() => actions.test({ caseId, webhookId }))}
          onRemove={(webhookId) => run(() => actions.remove({ caseId, webhookId }))}
          onRetry={(deliveryId) => run(() => actions.retry({ caseId, deliveryId }))}
        />
      )}
    </Card>
  );
}
