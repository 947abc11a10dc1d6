import type { AwsConnection, ConnectedAccount } from "@/lib/aws/aws-connection.types";
import { checkEndpoint } from "@/lib/connections/check-endpoint";
import type { Endpoints, NewConnection } from "@/lib/connections/new-connection";
import type { AwsConnection as Row } from "@/lib/db/models";

/** A connection as it is asked with. */
export function connectionOf(row: Row): AwsConnection {
  const { id, name, profile, externalId, regions } = row;
  const accounts = row.accounts as unknown as ConnectedAccount[];
  return { id, name, profile, externalId, regions, accounts, endpoints: row.endpoints as Endpoints };
}

/** What was given, with its endpoints checked, before its accounts are known. Throws AppError `invalid`. */
export function connectionFrom(id: string, given: NewConnection): AwsConnection {
  const { name, profile, externalId, regions } = given;
  const endpoints = Object.fromEntries(
    Object.entries(given.endpoints).map(([service, address]) => [service, checkEndpoint(address)]),
  );
  return { id, name, profile, externalId, regions, accounts: [], endpoints };
}

/** The columns of a connection, without who and when. */
export function columnsOf({ name, profile, externalId, accounts, endpoints }: AwsConnection, given: NewConnection) {
  const { reach, regions } = given;
  const isOrganisation = reach.by === "organisation";
  return {
    ...{ name, profile, externalId, regions },
    accounts: accounts.map(({ accountId, roleArn }) => ({ accountId, roleArn })),
    endpoints: { ...endpoints },
    organisationRole: isOrganisation ? reach.roleName : null,
    organisationReader: isOrganisation ? reach.readerArn : null,
    listedAt: isOrganisation ? new Date() : null,
  };
}
