"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { ChangedPerson, changePerson } from "@/lib/auth/change-person";
import { Invitation, invitePerson } from "@/lib/auth/invite-person";
import { makeResetLink, PersonById } from "@/lib/auth/make-reset-link";
import { requireSecondFactor, SecondFactorRule } from "@/lib/auth/require-second-factor";
import { RevokedToken, revokePersonsToken } from "@/lib/auth/revoke-token";
import { WithdrawnInvitation, withdrawInvitation } from "@/lib/auth/withdraw-invitation";
import { addWebhook, NewWebhook } from "@/lib/cases/add-webhook";
import { JoinedCase, joinCase } from "@/lib/cases/join-case";
import { ChosenWebhook, removeWebhook } from "@/lib/cases/remove-webhook";
import { RetriedDelivery, retryDelivery } from "@/lib/cases/retry-delivery";
import { tryWebhook } from "@/lib/cases/try-webhook";

export const invitePersonAction = guardedAction(Invitation, invitePerson);

export const withdrawInvitationAction = guardedAction(WithdrawnInvitation, withdrawInvitation);

export const makeResetLinkAction = guardedAction(PersonById, makeResetLink);

export const requireSecondFactorAction = guardedAction(SecondFactorRule, requireSecondFactor);

export const changePersonAction = guardedAction(ChangedPerson, changePerson);

export const revokePersonsTokenAction = guardedAction(RevokedToken, revokePersonsToken);

export const joinCaseAction = guardedAction(JoinedCase, joinCase);

export const addWebhookAction = guardedAction(NewWebhook, addWebhook);

export const removeWebhookAction = guardedAction(ChosenWebhook, removeWebhook);

export const tryWebhookAction = guardedAction(ChosenWebhook, tryWebhook);

export const retryDeliveryAction = guardedAction(RetriedDelivery, retryDelivery);
