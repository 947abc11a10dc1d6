"use client";

import { useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { ConnectionFields, type ConnectionText } from "@/components/connections/connection-fields";
import { TestedConnection } from "@/components/connections/tested-connection";
import { countOf } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import type { ConnectionRow } from "@/lib/connections/read-connections";
import type { ActionResult } from "@/lib/core/action-result";

type Ask = (input: { id: string }) => Promise<ActionResult<unknown>>;
export interface ConnectionActions {
  change: (input: { id: string; to: ConnectionText }) => Promise<ActionResult<unknown>>;
  remove: Ask;
  list: Ask;
  test: Ask;
}

const SHOWN_ACCOUNTS = 12;

/** One connection: what it reaches, what its last test found, and what can be done with it. */
export function ConnectionCard({ connection, actions }: { connection: ConnectionRow; actions: ConnectionActions }) {
  const { run, busy, failure } = useCaseAction();
  const [doing, setDoing] = useState<"change" | "test" | null>(null);
  const { id, name, actor, accounts, regions, organisationRole, listedMs, tested } = connection;
  if (doing === "change")
    return (
      <Card title={name} note="change">
        <ConnectionFields
          given={textOf(connection)}
          save="Save the connection"
          send={(to) => actions.change({ id, to })}
          onDone={() => setDoing(null)}
          onLeave={() => setDoing(null)}
        />
      </Card>
    );
  const test = () => {
    setDoing("test");
    run(async () => {
      const result = await actions.test({ id });
      setDoing(null);
      return result;
    });
  };
  return (
    <Card title={name} note={`added by ${actor}`}>
      <div className="grid gap-2.5 px-3.5 py-2.5">
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1">
          <dt className="text-dim">Accounts</dt>
          <dd>
            {organisationRole === null ? null : (
              <p>
                {countOf(accounts.length, "account")} of the organisation, role{" "}
                <span className="mono">{organisationRole}</span>
                {listedMs === null ? null : (
                  <span className="text-dim">
                    , as of <When at={listedMs} />
                  </span>
                )}
              </p>
            )}
            <ul className="flex flex-wrap gap-x-3">
              {accounts.slice(0, SHOWN_ACCOUNTS).map(({ accountId, roleArn }) => (
                <li key={accountId} className="mono [overflow-wrap:anywhere]">
                  {organisationRole === null ? (roleArn ?? accountId) : accountId}
                </li>
              ))}
              {accounts.length > SHOWN_ACCOUNTS ? (
                <li className="text-dim">and {accounts.length - SHOWN_ACCOUNTS} more</li>
              ) : null}
            </ul>
          </dd>
          <dt className="text-dim">Regions</dt>
          <dd className="mono">{regions.join(" ")}</dd>
          <More connection={connection} />
        </dl>
        <FailureText text={failure} />
        <div className="flex flex-wrap gap-1.5">
          <Button busy={busy} onClick={test}>
            {doing === "test" ? "Testing…" : "Test the connection"}
            <span className="sr-only"> {name}</span>
          </Button>
          {organisationRole === null ? null : (
            <Button busy={busy} onClick={() => run(() => actions.list({ id }))}>
              Read its accounts again
              <span className="sr-only">: {name}</span>
            </Button>
          )}
          <Button tone="quiet" busy={busy} onClick={() => setDoing("change")} aria-label={`Change ${name}`}>
            Change
          </Button>
          <Button
            tone="quiet"
            busy={busy}
            onClick={() => run(() => actions.remove({ id }))}
            aria-label={`Remove ${name}`}
          >
            Remove
          </Button>
        </div>
      </div>
      {tested === null ? null : <TestedConnection tested={tested} name={name} />}
    </Card>
  );
}

function More({ connection: { profile, externalId, endpoints } }: { connection: ConnectionRow }) {
  const own = Object.entries(endpoints);
  return (
    <>
      {profile === null ? null : (
        <>
          <dt className="text-dim">Profile</dt>
          <dd className="mono">{profile}</dd>
        </>
      )}
      {externalId === null ? null : (
        <>
          <dt className="text-dim">External ID</dt>
          <dd className="mono [overflow-wrap:anywhere]">{externalId}</dd>
        </>
      )}
      {own.length === 0 ? null : (
        <>
          <dt className="text-dim">Endpoints</dt>
          <dd className="[overflow-wrap:anywhere]">
            {own.map(([service, address]) => (
              <p key={service}>
                {service} <span className="mono">{address}</span>
              </p>
            ))}
          </dd>
        </>
      )}
    </>
  );
}

function textOf({ name, profile, externalId, regions, accounts, ...rest }: ConnectionRow): ConnectionText {
  const { organisationRole, organisationReader, endpoints } = rest;
  const isOrganisation = organisationRole !== null;
  return {
    ...{ name, profile: profile ?? "", externalId: externalId ?? "", by: isOrganisation ? "organisation" : "accounts" },
    accounts: isOrganisation ? "" : accounts.map(({ accountId, roleArn }) => roleArn ?? accountId).join("\n"),
    ...{ roleName: organisationRole ?? "", readerArn: organisationReader ?? "", regions: regions.join(" ") },
    endpoints: Object.entries(endpoints)
      .map((pair) => pair.join(" "))
      .join("\n"),
  };
}
