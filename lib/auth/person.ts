/** Someone who is signed in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: "owner" | "member";
}

/** How a person is named in the audit trail. */
export function actorOf({ email }: Pick<Person, "email">): string {
  return email;
}
