import type { Metadata } from "next";
import { headers } from "next/headers";
import { requireOwnAccount } from "@/app/_guard/require-person";
import { OwnNotices } from "@/components/account/own-notices";
import { OwnPasskeys } from "@/components/account/own-passkeys";
import { OwnPassword } from "@/components/account/own-password";
import { OwnSessions } from "@/components/account/own-sessions";
import { OwnTokens } from "@/components/account/own-tokens";
import { SecondFactor } from "@/components/account/second-factor";
import { Page } from "@/components/ui/page";
import { listTokens } from "@/lib/auth/list-tokens";
import { listOwnSessions } from "@/lib/auth/own-sessions";
import { listOwnPasskeys } from "@/lib/auth/passkeys/own-passkeys";
import { arePasskeysPossible } from "@/lib/auth/passkeys/passkeys-over";
import { findWaysIn } from "@/lib/auth/ways-in";
import { isMailConfigured } from "@/lib/mail/send-mail";
import { findMails } from "@/lib/notices/choose-mails";
import { listCaseRows } from "@/lib/timeline/list-case-rows";
import {
  beginPasskeyAction,
  beginSecondFactorAction,
  changePasswordAction,
  chooseMailAction,
  confirmSecondFactorAction,
  dropSecondFactorAction,
  endSessionAction,
  finishPasskeyAction,
  makeTokenAction,
  removePasskeyAction,
  renewRecoveryCodesAction,
  revokeTokenAction,
} from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const person = await requireOwnAccount();
  const [sessions, ways, tokens, cases, passkeys, mails] = await Promise.all([
    listOwnSessions(person, await headers()),
    findWaysIn(person),
    listTokens(person),
    listCaseRows(person),
    listOwnPasskeys(person),
    findMails(person),
  ]);
  return (
    <Page title="Your account" aside={<span className="text-dim">{person.email}</span>}>
      {person.mustSetUp ? (
        <p role="alert" className="rounded-lg border border-warn/40 bg-warn/8 px-3.5 py-2.5 text-warn">
          This installation asks everyone for a second factor. Set one up below; the other pages open then.
        </p>
      ) : null}
      {ways.password ? (
        <>
          <SecondFactor
            isSet={ways.secondFactor}
            begin={beginSecondFactorAction}
            confirm={confirmSecondFactorAction}
            drop={dropSecondFactorAction}
            renew={renewRecoveryCodesAction}
          />
          {arePasskeysPossible() ? (
            <OwnPasskeys
              passkeys={passkeys}
              begin={beginPasskeyAction}
              finish={finishPasskeyAction}
              remove={removePasskeyAction}
            />
          ) : null}
          <OwnPassword change={changePasswordAction} />
        </>
      ) : null}
      {person.mustSetUp ? null : (
        <OwnTokens
          tokens={tokens}
          hasPassword={ways.password}
          cases={cases.rows}
          make={makeTokenAction}
          revoke={revokeTokenAction}
        />
      )}
      {person.mustSetUp ? null : (
        <OwnNotices mails={mails} isMailConfigured={isMailConfigured()} choose={chooseMailAction} />
      )}
      <OwnSessions sessions={sessions} end={endSessionAction} />
    </Page>
  );
}
