import { z } from "zod";
import { AWS_SERVICES, type AwsService } from "@/lib/aws/aws-connection.types";
import { accountOfRole, type Endpoints, NewConnection } from "@/lib/connections/new-connection";
import { PersonText } from "@/lib/core/person-text";

const LONGEST = 500_000;
const Line = PersonText.trim().max(2_000);
const Lines = PersonText.max(LONGEST);

const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
const orNull = (text: string) => (text === "" ? null : text);

/** A line of the accounts: a role, or the number of the account that the credentials are of. */
const accountOf = (line: string) =>
  /^\d{12}$/.test(line)
    ? { accountId: line, roleArn: null }
    : { accountId: accountOfRole(line) || "000000000000", roleArn: line };

/** A connection as it is written into the form, with lists as lines. */
export const ConnectionForm = z
  .object({
    name: Line,
    profile: Line,
    externalId: Line,
    by: z.enum(["accounts", "organisation"]),
    accounts: Lines,
    roleName: Line,
    readerArn: Line,
    /** Between them spaces, commas or new lines. */
    regions: Lines,
    /** A service and its address on each line. */
    endpoints: Lines,
  })
  .transform(({ name, profile, externalId, by, ...text }, context) => {
    const endpoints: Endpoints = {};
    for (const line of linesOf(text.endpoints)) {
      const [service = "", address = ""] = line.split(/[\s=]+(.*)/s);
      if (!(AWS_SERVICES as readonly string[]).includes(service) || address === "")
        context.addIssue({
          code: "custom",
          message: `Write a service and its address on each line, not “${line}”. Services: ${AWS_SERVICES.join(", ")}.`,
        });
      else endpoints[service as AwsService] = address;
    }
    const reach =
      by === "accounts"
        ? { by, accounts: linesOf(text.accounts).map(accountOf) }
        : { by, roleName: text.roleName, readerArn: orNull(text.readerArn) };
    const regions = text.regions.split(/[\s,]+/).filter((region) => region !== "");
    return { name, profile: orNull(profile), externalId: orNull(externalId), reach, regions, endpoints };
  })
  .pipe(NewConnection);
