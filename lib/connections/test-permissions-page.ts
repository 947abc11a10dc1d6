import { PERMISSIONS, type Policy, policyFor } from "@/lib/aws/permissions";
import { sourceActions } from "@/lib/connections/source-actions";
import type { SourceName } from "@/lib/sources/source.types";

/** Sources that do more than read: they start queries that cost, and write what these find. */
const NOT_READING_ALONE: readonly SourceName[] = ["athena"];

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;
const json = (value: unknown) => JSON.stringify(value, null, 2);
const list = (items: readonly string[], indent: string) => items.map((item) => `${indent}"${item}",`).join("\n");

function terraform(name: string, { Statement }: Policy): string {
  const statements = Statement.map(({ Sid, Action, Resource }) =>
    [
      `  statement {\n    sid     = "${Sid}"\n    actions = [\n${list(Action, "      ")}\n    ]`,
      `    resources = [\n${list(Resource, "      ")}\n    ]\n  }`,
    ].join("\n"),
  );
  return `data "aws_iam_policy_document" "${name}" {\n${statements.join("\n\n")}\n}`;
}

function cloudFormation({ Statement }: Policy): string {
  const lines = Statement.flatMap(({ Sid, Action, Resource }) => [
    `          - Sid: ${Sid}`,
    "            Effect: Allow",
    "            Action:",
    ...Action.map((action) => `              - ${action}`),
    "            Resource:",
    ...Resource.map((resource) => `              - "${resource}"`),
  ]);
  return [
    "Resources:",
    "  ThreadlineReader:",
    "    Type: AWS::IAM::Role",
    "    Properties:",
    "      RoleName: ThreadlineReader",
    "      AssumeRolePolicyDocument:",
    '        Version: "2012-10-17"',
    "        Statement:",
    "          - Effect: Allow",
    "            Principal:",
    '              AWS: "arn:aws:iam::HOME-ACCOUNT-ID:role/THREADLINE-ROLE"',
    "            Action: sts:AssumeRole",
    "            Condition:",
    "              StringEquals:",
    '                sts:ExternalId: "EXTERNAL-ID"',
    "      ManagedPolicyArns:",
    "        - !Ref ThreadlineReaderPolicy",
    "  ThreadlineReaderPolicy:",
    "    Type: AWS::IAM::ManagedPolicy",
    "    Properties:",
    "      PolicyDocument:",
    '        Version: "2012-10-17"',
    "        Statement:",
    ...lines,
  ].join("\n");
}

const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::HOME-ACCOUNT-ID:role/THREADLINE-ROLE" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "EXTERNAL-ID" } },
    },
  ],
};
const home: Policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "ThreadlineRoles",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: ["arn:aws:iam::*:role/ThreadlineReader"],
    },
    { Sid: "ThreadlineOrganisation", Effect: "Allow", Action: ["organizations:ListAccounts"], Resource: ["*"] },
  ],
};

/** The page docs/aws-permissions.md, from what the sources say that they need. */
export function permissionsPage(): string {
  const sources = sourceActions();
  const reading = sources.filter(({ source }) => !NOT_READING_ALONE.includes(source));
  const others = sources.filter(({ source }) => NOT_READING_ALONE.includes(source));
  const rows = sources.map(({ title, actions }) => `| ${title} | ${actions.map((one) => `\`${one}\``).join(", ")} |`);
  const notTried = Object.keys(PERMISSIONS).filter((action) => PERMISSIONS[action]?.probe === null);
  const policy = policyFor(reading.flatMap(({ actions }) => actions));
  return `${[
    "# What Threadline asks of AWS",
    "This page is written by a test from what the code asks. The page of connections tests each of these permissions where it can, and prints the smallest policy that adds what is missing.",
    "No key is stored. Threadline signs with what the AWS SDK finds on the machine that it runs on (environment, shared configuration and its profiles, single sign-on, the role of the machine), and assumes the role of an account with it. The session is named `threadline-` and the address of who asked, so that CloudTrail says who it was.",
    "## What each source needs",
    `| source | actions |\n| --- | --- |\n${rows.join("\n")}`,
    `Not tried on the page of connections, as that takes a place of yours, costs, or makes something: ${notTried.map((one) => `\`${one}\``).join(", ")}. These are tried when a place is read, a query runs or a table is made.`,
    "Leave out the sources that you do not want: the others work without them. `kms:Decrypt` is needed for buckets that are encrypted with a key of your own, and the key's policy must allow it too.",
    "## The policy of the role in each account",
    "Words in capitals are yours to fill in; a bucket is in the account that holds it, which may be another one.",
    fenced("json", json(policy)),
    "## Whom the role trusts",
    "The role that Threadline runs with, by the external ID that stands in the connection.",
    fenced("json", json(trust)),
    "## What the role that Threadline runs with needs",
    "The second statement only for a connection that takes the organisation's list; it is asked of the management account or of a delegated administrator.",
    fenced("json", json(home)),
    "## Terraform",
    fenced("hcl", `${terraform("threadline_reader", policy)}\n\n${TERRAFORM_ROLE}`),
    "## CloudFormation",
    "As a stack set over the organisation it makes the same role in every account.",
    fenced("yaml", cloudFormation(policy)),
    ...others.flatMap(({ title, actions }) => [
      `## ${title}`,
      "Its queries cost what they scan, and what they find is written to a bucket. Give it to the role only where it is wanted. What it may do with the bucket of the logs it must be allowed with the bucket of the results too. `glue:CreateTable` and `glue:CreateDatabase` are for the tables that somebody agrees to have made on the page of a fetch: leave them out where your tables are there already.",
      fenced("json", json(policyFor(actions))),
    ]),
  ].join("\n\n")}\n`;
}

const TERRAFORM_ROLE = `data "aws_iam_policy_document" "threadline_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::HOME-ACCOUNT-ID:role/THREADLINE-ROLE"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["EXTERNAL-ID"]
    }
  }
}

resource "aws_iam_role" "threadline_reader" {
  name               = "ThreadlineReader"
  assume_role_policy = data.aws_iam_policy_document.threadline_trust.json
}

resource "aws_iam_role_policy" "threadline_reader" {
  role   = aws_iam_role.threadline_reader.id
  policy = data.aws_iam_policy_document.threadline_reader.json
}`;
