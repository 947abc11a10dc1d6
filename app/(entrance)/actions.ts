"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { guardedAction, openAction } from "@/app/_guard/guarded-action";
import { ownPath } from "@/app/_guard/own-path";
import { AcceptedInvitation, acceptInvitation } from "@/lib/auth/accept-invitation";
import { AskedReset, askReset } from "@/lib/auth/ask-reset";
import { createOwner, NewOwner } from "@/lib/auth/create-owner";
import { NewPasswordByLink, resetPassword } from "@/lib/auth/reset-password";
import { Credentials, signIn } from "@/lib/auth/sign-in";
import { signOut } from "@/lib/auth/sign-out";
import { PersonText } from "@/lib/core/person-text";

const SignIn = z.object({ ...Credentials.shape, to: PersonText.max(2000).optional() });

export const signInAction = openAction(SignIn, async ({ to, ...credentials }): Promise<void> => {
  await signIn(credentials, await headers());
  redirect(ownPath(to));
});

export const createOwnerAction = openAction(NewOwner, async (owner): Promise<void> => {
  await createOwner(owner, await headers());
  redirect("/");
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

export const signOutAction = guardedAction(z.undefined(), async (_, person): Promise<void> => {
  await signOut(person, await headers());
  redirect("/sign-in");
});
