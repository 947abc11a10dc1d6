"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { ChangedPerson, changePerson } from "@/lib/auth/change-person";
import { Invitation, invitePerson } from "@/lib/auth/invite-person";
import { makeResetLink, PersonById } from "@/lib/auth/make-reset-link";
import { requireSecondFactor, SecondFactorRule } from "@/lib/auth/require-second-factor";
import { WithdrawnInvitation, withdrawInvitation } from "@/lib/auth/withdraw-invitation";
import { JoinedCase, joinCase } from "@/lib/cases/join-case";

export const invitePersonAction = guardedAction(Invitation, invitePerson);

export const withdrawInvitationAction = guardedAction(WithdrawnInvitation, withdrawInvitation);

export const makeResetLinkAction = guardedAction(PersonById, makeResetLink);

export const requireSecondFactorAction = guardedAction(SecondFactorRule, requireSecondFactor);

export const changePersonAction = guardedAction(ChangedPerson, changePerson);

export const joinCaseAction = guardedAction(JoinedCase, joinCase);
