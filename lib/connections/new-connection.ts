import { z } from "zod";
import { AWS_SERVICES, type AwsService } from "@/lib/aws/aws-connection.types";
import { PersonText } from "@/lib/core/person-text";

export const MOST_ACCOUNTS = 5_000;
const MOST_REGIONS = 50;

const ACCOUNT_ID = /^\d{12}$/;
/** Partition, account, and the role's name with its path: letters as IAM's API reference has them. */
const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role\/((?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64})$/;
const REGION = /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/;

const RoleArn = z.string().trim().regex(ROLE_ARN, "A role is written as arn:aws:iam::111122223333:role/Name.");
export const accountOfRole = (arn: string) => ROLE_ARN.exec(arn)?.[2] ?? "";

const Account = z
  .object({
    accountId: z.string().regex(ACCOUNT_ID, "An account is 12 digits."),
    /** Null: the credentials themselves are of it. */
    roleArn: RoleArn.nullable(),
  })
  .refine(
    ({ accountId, roleArn }) => roleArn === null || accountOfRole(roleArn) === accountId,
    "The role is another account's.",
  );

/** Which accounts a connection reaches. */
const Reach = z.discriminatedUnion("by", [
  z.object({
    by: z.literal("accounts"),
    /** None: the account that the credentials are of. */
    accounts: z
      .array(Account)
      .max(MOST_ACCOUNTS)
      .refine(
        (list) => new Set(list.map(({ accountId }) => accountId)).size === list.length,
        "An account stands there twice.",
      )
      .refine(
        (list) => list.filter(({ roleArn }) => roleArn === null).length <= 1,
        "Credentials are of one account: write a role for each other.",
      ),
  }),
  z.object({
    by: z.literal("organisation"),
    /** In every account, without its path. */
    roleName: z
      .string()
      .trim()
      .regex(/^[\w+=,.@/-]{1,512}$/, "Write the role's name: that of every account."),
    /** The role that may list the accounts; null: the credentials themselves may. */
    readerArn: RoleArn.nullable(),
  }),
]);

export const NewConnection = z.object({
  name: PersonText.trim().min(1, "Give the connection a name.").max(80, "A name has 80 characters at most."),
  /** Of the shared configuration; null: the default chain. */
  profile: z
    .string()
    .trim()
    .regex(/^[\w .@+:/-]{1,128}$/, "A profile's name has letters, digits and .@+:/- in it.")
    .nullable(),
  /** As STS takes it. */
  externalId: z
    .string()
    .trim()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "An external ID has 2 to 1224 letters, digits and +=,.@:/-.")
    .nullable(),
  reach: Reach,
  regions: z
    .array(z.string().trim().regex(REGION, "A region is written as eu-central-1."))
    .min(1, "Name one region at least.")
    .max(MOST_REGIONS, `A connection has ${MOST_REGIONS} regions at most.`)
    .transform((regions) => [...new Set(regions)]),
  endpoints: z.partialRecord(z.enum(AWS_SERVICES), z.string().max(1_000)),
});
export type NewConnection = z.infer<typeof NewConnection>;
export type Endpoints = Partial<Record<AwsService, string>>;
