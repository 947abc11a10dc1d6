import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePerson } from "@/app/_guard/require-person";
import { Webhooks } from "@/components/notices/webhooks";
import { InvitePerson } from "@/components/people/invite-person";
import { OtherCases } from "@/components/people/other-cases";
import { PeopleTable } from "@/components/people/people-table";
import { PeopleTokens } from "@/components/people/people-tokens";
import { SecondFactorForAll } from "@/components/people/second-factor-for-all";
import { SigningKeys } from "@/components/people/signing-keys";
import { Page } from "@/components/ui/page";
import { listEveryonesTokens } from "@/lib/auth/list-tokens";
import { isSecondFactorRequired } from "@/lib/auth/require-second-factor";
import { currentKey, listSigningKeys } from "@/lib/custody/signing/signing-keys";
import { listOtherCases } from "@/lib/timeline/people/list-other-cases";
import { listPeople } from "@/lib/timeline/people/list-people";
import { listWebhooks } from "@/lib/timeline/people/list-webhooks";
import {
  addWebhookAction,
  changePersonAction,
  invitePersonAction,
  joinCaseAction,
  makeResetLinkAction,
  removeWebhookAction,
  requireSecondFactorAction,
  retryDeliveryAction,
  revokePersonsTokenAction,
  tryWebhookAction,
  withdrawInvitationAction,
} from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const person = await requirePerson();
  if (person.role !== "owner") notFound();
  await currentKey();
  const keys = await listSigningKeys();
  const [{ people, invitations }, others, required, webhooks, tokens] = await Promise.all([
    listPeople(),
    listOtherCases(person),
    isSecondFactorRequired(),
    listWebhooks(null),
    listEveryonesTokens(),
  ]);
  return (
    <Page title="People">
      <InvitePerson invitations={invitations} invite={invitePersonAction} withdraw={withdrawInvitationAction} />
      <PeopleTable people={people} ownId={person.id} change={changePersonAction} makeReset={makeResetLinkAction} />
      <PeopleTokens tokens={tokens} revoke={revokePersonsTokenAction} />
      <SecondFactorForAll required={required} set={requireSecondFactorAction} />
      <SigningKeys keys={keys} />
      <Webhooks
        caseId={null}
        webhooks={webhooks}
        mayUseHttp
        actions={{
          add: addWebhookAction,
          remove: removeWebhookAction,
          test: tryWebhookAction,
          retry: retryDeliveryAction,
        }}
      />
      <OtherCases cases={others} join={joinCaseAction} />
    </Page>
  );
}
