import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { INSTANCES, ROTATED } from "@/prisma/incidents/web-tier/world";

/** The instance profiles of the incident's instances, and whose the pipeline's key is. */
export function serveIam(aws: FakeAws, account: FakeAccount): void {
  const roles = [...new Set(INSTANCES.map(({ role }) => role))];
  const madeAt = new Date(account.startMs);
  const named = (kind: string, name: string) => ({
    ...{ Path: "/", Arn: `arn:aws:iam::${account.accountId}:${kind}/${name}`, CreateDate: madeAt },
  });
  aws.on("iam", "ListInstanceProfiles", (call) => {
    const profiles = (call.accountId === account.accountId ? roles : []).map((role, index) => ({
      ...{
        ...named("instance-profile", role),
        InstanceProfileName: role,
        InstanceProfileId: `AIPAEXAMPLE000000000${index}`,
      },
      Roles: [{ ...named("role", role), RoleName: role, RoleId: `AROAEXAMPLE000000000${index}` }],
    }));
    const { items, next } = call.page(profiles, call.input.MaxItems ?? 100, call.input.Marker);
    return { InstanceProfiles: items, IsTruncated: next !== undefined, Marker: next };
  });
  aws.on("iam", "GetAccessKeyLastUsed", ({ input }) => {
    if (input.AccessKeyId !== ROTATED.earlierKey)
      throw new AwsFault("AccessDenied", "Access key is of another account", 403);
    return {
      UserName: "pipeline",
      AccessKeyLastUsed: { LastUsedDate: new Date(ROTATED.deletedAt), ServiceName: "sts", Region: account.region },
    };
  });
}
