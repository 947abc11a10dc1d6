"use server";

import { headers } from "next/headers";
import { accountAction } from "@/app/_guard/guarded-action";
import { ChangedPassword, changePassword } from "@/lib/auth/change-password";
import { EndedSession, endSession } from "@/lib/auth/own-sessions";
import {
  AppCode,
  ByPassword,
  beginSecondFactor,
  confirmSecondFactor,
  dropSecondFactor,
  renewRecoveryCodes,
} from "@/lib/auth/second-factor";

export const changePasswordAction = accountAction(ChangedPassword, async (input, person) =>
  changePassword(input, person, await headers()),
);

export const endSessionAction = accountAction(EndedSession, endSession);

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
