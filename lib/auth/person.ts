import type { Origin } from "@/lib/audit/origin";
import type { InstallationRole, TokenRight } from "@/lib/auth/permissions";

/** Someone who is signed in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: InstallationRole;
  /** The installation asks for a second factor, and there is none: nothing else is open before it is set up. */
  mustSetUp?: boolean;
  /** What a program that acts for them is limited to. */
  token?: TokenLimits;
  /** From where they ask. */
  from?: Origin;
}

export interface TokenLimits {
  name: string;
  /** Null: all that the person is on. */
  caseIds: readonly string[] | null;
  rights: readonly TokenRight[];
}

/** Who is at the command line: on the server itself, with all rights and no account. */
export interface Operator {
  id: null;
  /** The name in the audit trail. */
  email: string;
  token?: undefined;
  from?: Origin;
}

/** Who does something, or asks for it. */
export type Actor = Person | Operator;

export const OPERATOR: Operator = { id: null, email: "operator", from: { address: null, agent: "command line" } };

/** The cases that a program is limited to; null for none but those its person is limited to. */
export function caseLimitOf(actor: Actor): readonly string[] | null {
  return actor.id === null ? null : (actor.token?.caseIds ?? null);
}

/** How someone is named in the audit trail. */
export function actorOf({ email }: Pick<Actor, "email">): string {
  return email;
}
