"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea, TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

/** A connection as the form has it: lists as lines. */
export interface ConnectionText {
  name: string;
  profile: string;
  externalId: string;
  by: "accounts" | "organisation";
  accounts: string;
  roleName: string;
  readerArn: string;
  regions: string;
  endpoints: string;
}

export const NOTHING_YET: ConnectionText = {
  ...{ name: "", profile: "", externalId: "", by: "accounts", accounts: "", roleName: "", readerArn: "" },
  ...{ regions: "", endpoints: "" },
};

const WAYS = [
  { by: "accounts", words: "These accounts" },
  { by: "organisation", words: "All accounts of the organisation" },
] as const;

/** What there is to say of a connection. `send` keeps it. */
export function ConnectionFields({
  given,
  save,
  send,
  onDone,
  onLeave,
}: {
  given: ConnectionText;
  save: string;
  send: (input: ConnectionText) => Promise<ActionResult<unknown>>;
  onDone: () => void;
  onLeave: (() => void) | null;
}) {
  const { run, busy, failure } = useCaseAction();
  const [by, setBy] = useState(given.by);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const text = (name: keyof ConnectionText) => String(values.get(name) ?? "");
    run(
      () =>
        send({
          ...{ by, name: text("name"), profile: text("profile"), externalId: text("externalId") },
          ...{ accounts: text("accounts"), roleName: text("roleName"), readerArn: text("readerArn") },
          ...{ regions: text("regions"), endpoints: text("endpoints") },
        }),
      () => {
        form.reset();
        onDone();
      },
    );
  };
  const line = { maxLength: 2_000, autoComplete: "off", spellCheck: false };
  return (
    <form onSubmit={submit} className="grid gap-3 px-3.5 py-3">
      <div className="grid max-w-3xl items-start gap-3 sm:grid-cols-2">
        <TextField {...line} label="Name" name="name" required maxLength={80} defaultValue={given.name} />
        <TextField
          {...line}
          label="Regions"
          name="regions"
          required
          className="mono"
          defaultValue={given.regions}
          hint="As in eu-central-1 us-east-1. The first is the one that a test asks."
        />
      </div>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">It reaches</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {WAYS.map((way) => (
            <label key={way.by} className="flex items-center gap-1.5">
              <input type="radio" name="by" checked={by === way.by} onChange={() => setBy(way.by)} />
              {way.words}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid max-w-3xl gap-3">
        {by === "accounts" ? (
          <TextArea
            label="Accounts"
            name="accounts"
            rows={3}
            spellCheck={false}
            className="mono"
            defaultValue={given.accounts}
            hint="On each line the role to assume, arn:aws:iam::111122223333:role/Name, or the number of the account that the credentials are of. None: that account alone."
          />
        ) : (
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <TextField
              {...line}
              label="Role in every account"
              name="roleName"
              required
              className="mono"
              defaultValue={given.roleName}
              hint="Its name, the same in all of them."
            />
            <TextField
              {...line}
              label="Role that may list the accounts"
              name="readerArn"
              className="mono"
              defaultValue={given.readerArn}
              hint="Its ARN; none where the credentials may do so."
            />
          </div>
        )}
        <details open={given.profile + given.externalId + given.endpoints !== ""}>
          <summary className="w-fit cursor-pointer py-1 text-dim hover:text-text">
            Profile, external ID, endpoints
          </summary>
          <div className="grid items-start gap-3 pt-2 sm:grid-cols-2">
            <TextField
              {...line}
              label="Profile"
              name="profile"
              className="mono"
              defaultValue={given.profile}
              hint="Of the AWS configuration on the machine that Threadline runs on; none: the SDK looks by itself."
            />
            <TextField
              {...line}
              label="External ID"
              name="externalId"
              className="mono"
              defaultValue={given.externalId}
              hint="Where the roles' trust asks for one."
            />
            <div className="sm:col-span-2">
              <TextArea
                label="Endpoints of your own"
                name="endpoints"
                rows={2}
                spellCheck={false}
                className="mono"
                defaultValue={given.endpoints}
                hint="On each line a service and its address: s3 https://bucket.vpce-1a2b3c4d.s3.eu-central-1.vpce.amazonaws.com. Others are AWS's own, or what AWS_ENDPOINT_URL says."
              />
            </div>
          </div>
        </details>
      </div>
      <FailureText text={failure} />
      <div className="flex gap-2">
        <Button type="submit" busy={busy}>
          {save}
        </Button>
        {onLeave === null ? null : (
          <Button tone="quiet" onClick={onLeave}>
            Leave it
          </Button>
        )}
      </div>
    </form>
  );
}
