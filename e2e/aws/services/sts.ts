import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";

/** Roles that can be taken, by ARN; with an external id, only by whoever gives it. Null: any role. */
export type Roles = Record<string, { externalId?: string }> | null;

/** Who asks, and roles to take. */
export function serveSts(aws: FakeAws, roles: Roles = null): void {
  aws.on("sts", "GetCallerIdentity", ({ accessKeyId }) => {
    const { accountId, arn } = aws.whoIs(accessKeyId);
    return { UserId: `AIDA${accountId}`, Account: accountId, Arn: arn };
  });
  aws.on("sts", "AssumeRole", ({ input, accessKeyId }) => {
    const { RoleArn = "", RoleSessionName = "", ExternalId } = input;
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName))
      throw new AwsFault("ValidationError", `'${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint`);
    const [, accountId = "", name = ""] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(RoleArn) ?? [];
    const role = roles === null ? {} : roles[RoleArn];
    if (accountId === "" || role === undefined || (role.externalId !== undefined && role.externalId !== ExternalId)) {
      const { arn } = aws.whoIs(accessKeyId);
      throw new AwsFault(
        "AccessDenied",
        `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        403,
      );
    }
    const arn = `arn:aws:sts::${accountId}:assumed-role/${name}/${RoleSessionName}`;
    return {
      Credentials: aws.issueKey(accountId, arn),
      AssumedRoleUser: { Arn: arn, AssumedRoleId: `AROA${accountId}:${RoleSessionName}` },
    };
  });
}
