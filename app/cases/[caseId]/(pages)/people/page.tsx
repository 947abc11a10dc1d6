import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { addWebhookAction, removeWebhookAction, retryDeliveryAction, tryWebhookAction } from "@/app/people/actions";
import { Webhooks } from "@/components/notices/webhooks";
import { AddMember } from "@/components/people/add-member";
import { MemberTable } from "@/components/people/member-table";
import { Page } from "@/components/ui/page";
import { isAllowed } from "@/lib/auth/permissions";
import { listMembers } from "@/lib/timeline/people/list-members";
import { listWebhooks } from "@/lib/timeline/people/list-webhooks";
import { caseHeader, caseRole } from "../../case-header";
import { addMemberAction, changeMemberAction, removeMemberAction } from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `People · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function CasePeoplePage({ params }: Props) {
  const person = await requirePerson();
  const { id } = (await caseHeader((await params).caseId)).case;
  const { members, others } = await listMembers(id);
  // Who else has an account is for those alone who may put them on the case: what a page leaves undrawn travels all the same.
  const mayChange = isAllowed(await caseRole(id), "members.change");
  const webhooks = isAllowed(await caseRole(id), "webhooks.change") ? await listWebhooks(id) : null;
  return (
    <Page title="People on this case">
      {mayChange ? (
        <AddMember caseId={id} people={others} add={addMemberAction} mayInvite={person.role === "owner"} />
      ) : null}
      <MemberTable
        caseId={id}
        members={members}
        ownId={person.id}
        change={changeMemberAction}
        remove={removeMemberAction}
      />
      {webhooks === null ? null : (
        <Webhooks
          caseId={id}
          webhooks={webhooks}
          mayUseHttp={person.role === "owner"}
          actions={{
            add: addWebhookAction,
            remove: removeWebhookAction,
            test: tryWebhookAction,
            retry: retryDeliveryAction,
          }}
        />
      )}
    </Page>
  );
}
