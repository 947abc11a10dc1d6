import type { Metadata } from "next";
import Link from "next/link";
import { acceptInvitationAction, resetPasswordAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";
import { PASSWORD_HINT } from "@/components/entrance/password-hint";
import { buttonLook } from "@/components/ui/button-look";
import { MessagePage } from "@/components/ui/message-page";
import { findEntryLink } from "@/lib/auth/find-entry-link";

export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

const NAME = { name: "name", label: "Your name", type: "text", autoComplete: "name" } as const;
const PASSWORD = {
  name: "password",
  label: "Password",
  type: "password",
  autoComplete: "new-password",
  hint: PASSWORD_HINT,
} as const;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function JoinPage({ searchParams }: Props) {
  const asked = (await searchParams).token;
  const token = typeof asked === "string" ? asked.slice(0, 200) : "";
  const link = await findEntryLink(token);
  if (link === null) {
    return (
      <MessagePage title="This link does not work any more">
        <p>It was used already, or is too old. Ask an owner of this installation for a new one.</p>
        <p>
          <Link href="/sign-in" className={buttonLook()}>
            Go to sign-in
          </Link>
        </p>
      </MessagePage>
    );
  }
  if (link.kind === "reset") {
    return (
      <EntranceForm
        title="Set a new password"
        note={`For ${link.email}, who is signed out everywhere by it.`}
        button="Set the password"
        fields={[PASSWORD]}
        extra={{ token }}
        send={resetPasswordAction}
      />
    );
  }
  return (
    <EntranceForm
      title="Welcome to Threadline"
      note={`You are invited: make your account for ${link.email}.`}
      button="Create the account"
      fields={[NAME, PASSWORD]}
      extra={{ token }}
      send={acceptInvitationAction}
    />
  );
}
