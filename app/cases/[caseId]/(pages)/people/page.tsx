import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { May } from "@/components/case/rights";
import { AddMember } from "@/components/people/add-member";
import { MemberTable } from "@/components/people/member-table";
import { Page } from "@/components/ui/page";
import { listMembers } from "@/lib/timeline/people/list-members";
import { caseHeader } from "../../case-header";
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
  return (
    <Page title="People on this case">
      <May to="members.change">
        <AddMember caseId={id} people={others} add={addMemberAction} mayInvite={person.role === "owner"} />
      </May>
      <MemberTable
        caseId={id}
        members={members}
        ownId={person.id}
        change={changeMemberAction}
        remove={removeMemberAction}
      />
    </Page>
  );
}
