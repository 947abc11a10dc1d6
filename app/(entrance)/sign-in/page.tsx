import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ownPath } from "@/app/_guard/own-path";
import { currentPerson } from "@/app/_guard/require-person";
import { signInAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";
import { needsOwner } from "@/lib/auth/needs-owner";
import { isMailConfigured } from "@/lib/mail/send-mail";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { to } = await searchParams;
  const path = ownPath(typeof to === "string" ? to : undefined);
  if (await currentPerson()) redirect(path);
  if (await needsOwner()) redirect("/welcome");
  return (
    <EntranceForm
      title="Sign in"
      note={path === "/" ? undefined : "Then the page that you asked for opens."}
      button="Sign in"
      fields={[
        { name: "email", label: "E-mail address", type: "email", autoComplete: "username" },
        { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
      ]}
      extra={{ to: path }}
      send={signInAction}
    >
      {isMailConfigured() ? (
        <p>
          <Link href="/forgot" className="text-flow underline">
            Forgot your password?
          </Link>
        </p>
      ) : null}
    </EntranceForm>
  );
}
