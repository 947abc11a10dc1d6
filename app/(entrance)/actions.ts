"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { accountAction, openAction } from "@/app/_guard/guarded-action";
import { ownPath } from "@/app/_guard/own-path";
import { AcceptedInvitation, acceptInvitation } from "@/lib/auth/accept-invitation";
import { AskedReset, askReset } from "@/lib/auth/ask-reset";
import { createOwner, NewOwner } from "@/lib/auth/create-owner";
import { finishSignIn, SecondStep } from "@/lib/auth/finish-sign-in";
import { beginPasskeySignIn, finishPasskeySignIn, PasskeySignIn } from "@/lib/auth/passkeys/passkey-sign-in";
import { NewPasswordByLink, resetPassword } from "@/lib/auth/reset-password";
import { Credentials, signIn } from "@/lib/auth/sign-in";
import { signOut } from "@/lib/auth/sign-out";
import { PersonText } from "@/lib/core/person-text";

const SignIn = z.object({ ...Credentials.shape, to: PersonText.max(2000).optional() });

export const signInAction = openAction(SignIn, async ({ to, ...credentials }): Promise<void> => {
  const how = await signIn(credentials, await headers());
  const path = ownPath(to);
  redirect(how === "signed-in" ? path : `/sign-in/second-factor?to=${encodeURIComponent(path)}`);
});

const Second = z.object({ ...SecondStep.shape, to: z.string().max(2000).optional() });

export const finishSignInAction = openAction(Second, async ({ to, code }): Promise<void> => {
  await finishSignIn({ code }, await headers());
  redirect(ownPath(to));
});

export const createOwnerAction = openAction(NewOwner, async (owner): Promise<void> => {
  await createOwner(owner, await headers());
  redirect("/");
});

export const beginPasskeySignInAction = openAction(z.undefined(), async () => beginPasskeySignIn(await headers()));

const ByPasskey = z.object({ ...PasskeySignIn.shape, to: z.string().max(2000).optional() });

export const finishPasskeySignInAction = openAction(ByPasskey, async ({ to, credential }): Promise<void> => {
  await finishPasskeySignIn({ credential }, await headers());
  redirect(ownPath(to));
});

export const acceptInvitationAction = openAction(AcceptedInvitation, async (input): Promise<void> => {
  await acceptInvitation(input, await headers());
  redirect("/");
});

export const resetPasswordAction = openAction(NewPasswordByLink, async (input): Promise<void> => {
  await resetPassword(input, await headers());
  redirect("/sign-in");
});

export const askResetAction = openAction(AskedReset, async (input): Promise<void> => {
  await askReset(input, await headers());
  redirect("/forgot?sent=1");
});

export const signOutAction = accountAction(z.undefined(), async (_, person): Promise<void> => {
  await signOut(person, await headers());
  redirect("/sign-in");
});
