import type { ConnectedAccount } from "@/lib/aws/aws-connection.types";
import { policyFor } from "@/lib/aws/permissions";
import { connectionOf } from "@/lib/connections/connection-row";
import type { ConnectionTest, TestedAccount } from "@/lib/connections/connection-test.types";
import type { Endpoints } from "@/lib/connections/new-connection";
import { sourceActions } from "@/lib/connections/source-actions";
import { prisma } from "@/lib/db/client";

/** What a test found about one source in an account. */
export interface TestedSource {
  title: string;
  state: "allowed" | "missing" | "failed" | "not-tried";
  missing: string[];
  /** What can only be told when a place is read. */
  notTried: string[];
  /** What AWS said, each thing once. */
  words: string[];
}

export interface ReadAccount extends Omit<TestedAccount, "actions"> {
  sources: TestedSource[];
  /** The smallest policy that adds what is missing, as JSON; null where nothing is. */
  policy: string | null;
}

export interface ConnectionRow {
  id: string;
  name: string;
  actor: string;
  profile: string | null;
  externalId: string | null;
  regions: readonly string[];
  accounts: readonly ConnectedAccount[];
  endpoints: Endpoints;
  organisationRole: string | null;
  organisationReader: string | null;
  /** When the organisation's list was read. */
  listedMs: number | null;
  tested: { atMs: number; ofAccounts: number; accounts: ReadAccount[] } | null;
}

/** Every connection as owners see it, by name, with what its last test found. */
export async function readConnections(): Promise<ConnectionRow[]> {
  const rows = await prisma().awsConnection.findMany({ orderBy: { name: "asc" } });
  return rows.map((row) => {
    const { actor, organisationRole, organisationReader, testedAt, listedAt } = row;
    const test = row.test as unknown as ConnectionTest;
    return {
      ...connectionOf(row),
      ...{ actor, organisationRole, organisationReader, listedMs: listedAt?.getTime() ?? null },
      tested:
        testedAt === null
          ? null
          : { atMs: testedAt.getTime(), ofAccounts: test.ofAccounts, accounts: test.accounts.map(readAccount) },
    };
  });
}

function readAccount({ actions, ...account }: TestedAccount): ReadAccount {
  const missing = actions.filter(({ state }) => state === "missing").map(({ action }) => action);
  const policy = missing.length === 0 ? null : JSON.stringify(policyFor(missing), null, 2);
  return { ...account, sources: account.fault === null ? sourcesOf(actions) : [], policy };
}

function sourcesOf(tested: TestedAccount["actions"]): TestedSource[] {
  return sourceActions().map(({ title, actions }) => {
    const own = tested.filter(({ action }) => actions.includes(action));
    const namesOf = (wanted: string) => own.filter(({ state }) => state === wanted).map(({ action }) => action);
    const missing = namesOf("missing");
    const notTried = namesOf("not-tried");
    const state =
      missing.length > 0
        ? "missing"
        : namesOf("failed").length > 0
          ? "failed"
          : own.length > notTried.length
            ? "allowed"
            : "not-tried";
    const told = own.filter((one) => one.state !== "not-tried" && one.words !== "");
    return { title, state, missing, notTried, words: [...new Set(told.map(({ words }) => words))] };
  });
}
