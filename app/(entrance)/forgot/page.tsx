import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { askResetAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";
import { MessagePage } from "@/components/ui/message-page";
import { isMailConfigured } from "@/lib/mail/send-mail";

export const metadata: Metadata = { title: "New password" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ForgotPage({ searchParams }: Props) {
  if (!isMailConfigured()) redirect("/sign-in");
  if ((await searchParams).sent !== undefined) {
    return (
      <MessagePage title="Look into your mail">
        <p>If this address has an account, a link for a new password is on its way. It works for a day, once.</p>
      </MessagePage>
    );
  }
  return (
    <EntranceForm
      title="Set a new password"
      note="A link comes by mail."
      button="Send the link"
      fields={[{ name: "email", label: "E-mail address", type: "email", autoComplete: "username" }]}
      extra={{}}
      send={askResetAction}
    />
  );
}
