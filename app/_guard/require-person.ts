import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { PATH_HEADER } from "@/app/_guard/path-header";
import { findPerson } from "@/lib/auth/find-person";
import { needsOwner } from "@/lib/auth/needs-owner";
import type { Person } from "@/lib/auth/person";

/** Who asks, read once a request; null for someone who is not signed in. */
export const currentPerson = cache(async (): Promise<Person | null> => findPerson(await headers()));

/**
 * Who asks for this page or action. Someone who is not signed in is sent to do so, and comes back to the page; before
 * there is an owner, to the first run; who must set up a second factor, to their account.
 */
export async function requirePerson(): Promise<Person> {
  const person = await requireOwnAccount();
  if (person.mustSetUp) redirect("/account");
  return person;
}

/** The same for one's own account, which is open to those who must set up a second factor first. */
export async function requireOwnAccount(): Promise<Person> {
  const person = await currentPerson();
  if (person) return person;
  if (await needsOwner()) redirect("/welcome");
  const path = (await headers()).get(PATH_HEADER);
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(path)}`);
}
