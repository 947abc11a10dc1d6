"use server";

import { headers } from "next/headers";
import { accountAction, guardedAction } from "@/app/_guard/guarded-action";
import { ChangedPassword, changePassword } from "@/lib/auth/change-password";
import { makeOwnToken, NewOwnToken } from "@/lib/auth/make-token";
import { EndedSession, endSession } from "@/lib/auth/own-sessions";
import {
  BegunPasskey,
  beginPasskey,
  FinishedPasskey,
  finishPasskey,
  RemovedPasskey,
  removePasskey,
} from "@/lib/auth/passkeys/own-passkeys";
import { RevokedToken, revokeToken } from "@/lib/auth/revoke-token";
import {
  AppCode,
  ByPassword,
  beginSecondFactor,
  confirmSecondFactor,
  dropSecondFactor,
  renewRecoveryCodes,
} from "@/lib/auth/second-factor";
import { ChosenMail, chooseMail } from "@/lib/notices/choose-mails";

export const changePasswordAction = accountAction(ChangedPassword, async (input, person) =>
  changePassword(input, person, await headers()),
);

export const endSessionAction = accountAction(EndedSession, endSession);

export const beginPasskeyAction = accountAction(BegunPasskey, async (input, person) =>
  beginPasskey(input, person, await headers()),
);

export const finishPasskeyAction = accountAction(FinishedPasskey, async (input, person) =>
  finishPasskey(input, person, await headers()),
);

export const removePasskeyAction = accountAction(RemovedPasskey, async (input, person) =>
  removePasskey(input, person, await headers()),
);

export const makeTokenAction = guardedAction(NewOwnToken, async (input, person) =>
  makeOwnToken(input, person, await headers()),
);

export const revokeTokenAction = accountAction(RevokedToken, revokeToken);

export const beginSecondFactorAction = accountAction(ByPassword, async (input, person) =>
  beginSecondFactor(input, person, await headers()),
);

export const confirmSecondFactorAction = accountAction(AppCode, async (input, person) =>
  confirmSecondFactor(input, person, await headers()),
);

export const dropSecondFactorAction = accountAction(ByPassword, async (input, person) =>
  dropSecondFactor(input, person, await headers()),
);

export const renewRecoveryCodesAction = accountAction(ByPassword, async (input, person) =>
  renewRecoveryCodes(input, person, await headers()),
);

export const chooseMailAction = guardedAction(ChosenMail, chooseMail);
