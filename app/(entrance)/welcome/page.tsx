import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { createOwnerAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";
import { PASSWORD_HINT } from "@/components/entrance/password-hint";
import { needsOwner } from "@/lib/auth/needs-owner";

export const metadata: Metadata = { title: "Welcome" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function WelcomePage({ searchParams }: Props) {
  if (!(await needsOwner())) redirect("/sign-in");
  const { token } = await searchParams;
  return (
    <EntranceForm
      title="Welcome to Threadline"
      note="Make the owner's account. There is no other way to sign up."
      button="Create the account"
      fields={[
        {
          name: "token",
          label: "Token",
          type: "text",
          autoComplete: "off",
          hint: "The console that started Threadline shows it.",
          value: typeof token === "string" ? token.slice(0, 200) : "",
        },
        { name: "name", label: "Your name", type: "text", autoComplete: "name" },
        { name: "email", label: "E-mail address", type: "email", autoComplete: "username" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "new-password",
          hint: PASSWORD_HINT,
        },
      ]}
      extra={{}}
      send={createOwnerAction}
    />
  );
}
