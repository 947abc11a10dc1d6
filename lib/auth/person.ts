import type { InstallationRole } from "@/lib/auth/permissions";

/** Someone who is signed in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: InstallationRole;
  /** The installation asks for a second factor, and there is none: nothing else is open before it is set up. */
  mustSetUp?: boolean;
}

/** Who is at the command line: on the server itself, with all rights and no account. */
export interface Operator {
  id: null;
  /** The name in the audit trail. */
  email: string;
}

/** Who does something, or asks for it. */
export type Actor = Person | Operator;

export const OPERATOR: Operator = { id: null, email: "operator" };

/** How someone is named in the audit trail. */
export function actorOf({ email }: Pick<Actor, "email">): string {
  return email;
}
