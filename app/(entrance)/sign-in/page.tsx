import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ownPath } from "@/app/_guard/own-path";
import { currentPerson } from "@/app/_guard/require-person";
import { beginPasskeySignInAction, finishPasskeySignInAction, signInAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";
import { PasskeyButton } from "@/components/entrance/passkey-button";
import { buttonLook } from "@/components/ui/button-look";
import { needsOwner } from "@/lib/auth/needs-owner";
import { REFUSALS } from "@/lib/auth/oidc/refusals";
import { arePasskeysPossible } from "@/lib/auth/passkeys/passkeys-over";
import { env } from "@/lib/env";
import { isMailConfigured } from "@/lib/mail/send-mail";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { to, refused } = await searchParams;
  const { oidc } = env();
  const why = Object.entries(REFUSALS).find(([name]) => name === refused)?.[1];
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
      {why === undefined ? null : (
        <p role="alert" className="rounded-md bg-flag/10 px-2.5 py-1.5 text-flag">
          {why}
        </p>
      )}
      {arePasskeysPossible() ? (
        <PasskeyButton to={path} begin={beginPasskeySignInAction} finish={finishPasskeySignInAction} />
      ) : null}
      {oidc === null ? null : (
        // A route that leads elsewhere: nothing for the router to fetch beforehand.
        <a href={`/api/auth/oidc?to=${encodeURIComponent(path)}`} className={`${buttonLook()} h-9`}>
          Sign in with {oidc.name}
        </a>
      )}
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
