import { isInstanceId } from "@/lib/core/instance-id";
import type { IssuingCall, PrincipalRow, SessionBasis, SessionInput } from "@/lib/ledger/sessions/session.types";

const EC2 = "ec2.amazonaws.com";

/** Which instance a caller is, and why. */
export interface OwnCaller {
  instanceId: string;
  basis: SessionBasis;
}

/** AWS's own system roles (`aws:ec2-infrastructure`, `aws:ec2-instance`, …): not code on the instance. */
export function isAwsOwnRole(principal: PrincipalRow): boolean {
  const { principalId, arn, roleArn } = principal;
  return (
    (principalId?.split(":").slice(0, -1).includes("aws") ?? false) ||
    (arn?.includes(":assumed-role/aws:") ?? false) ||
    (roleArn?.split("/").at(-1)?.startsWith("aws:") ?? false)
  );
}

function accountOfArn(arn: string | null): string | null {
  return arn?.split(":")[4] || null;
}

function sessionAccount(principal: PrincipalRow): string | null {
  return principal.accountId ?? accountOfArn(principal.arn) ?? accountOfArn(principal.roleArn);
}

function issuedByEc2(call: IssuingCall, caller: PrincipalRow | undefined): boolean {
  const isService = caller?.type == null || caller.type === "AWSService";
  return isService && (call.invokedBy === EC2 || call.source === EC2);
}

/**
 * Tells which callers are an instance's own role sessions. A session name alone proves nothing, since any caller of
 * AssumeRole chooses it: the session is the instance's when EC2 is shown to have delivered it, or when nobody but EC2
 * is known to have issued its key and the account is the instance's. A key that a finding names beside an instance is
 * that instance's. What is shown for one caller of a key holds for every caller with that key.
 */
export function ownCallers(input: SessionInput): Map<number, OwnCaller> {
  const callers = new Map(input.principals.map((principal) => [principal.principalNo, principal]));
  // Whether EC2 alone issued it, as far as is known.
  const issuers = new Map<string, boolean>();
  for (const call of input.issuing) {
    const byEc2 = issuedByEc2(call, callers.get(call.principalNo));
    issuers.set(call.issuedKeyId, byEc2 && (issuers.get(call.issuedKeyId) ?? true));
  }

  const judge = (principal: PrincipalRow): OwnCaller | null => {
    const { type, sessionName: instanceId, accessKeyId, ec2RoleDelivery, inScopeInstanceId } = principal;
    if (type !== "AssumedRole" || instanceId === null || !isInstanceId(instanceId) || isAwsOwnRole(principal)) {
      return null;
    }
    if (inScopeInstanceId !== null) return inScopeInstanceId === instanceId ? { instanceId, basis: "scope" } : null;
    if (ec2RoleDelivery !== null) return { instanceId, basis: "delivery" };
    const byEc2Alone = accessKeyId === null ? undefined : issuers.get(accessKeyId);
    if (byEc2Alone === false) return null;
    const account = input.accountOf(instanceId);
    if (account !== null && account !== sessionAccount(principal)) return null;
    if (byEc2Alone) return { instanceId, basis: "issued-by-ec2" };
    return { instanceId, basis: account === null ? "name-account-unknown" : "name" };
  };

  const strength: SessionBasis[] = ["finding", "scope", "delivery", "issued-by-ec2", "name", "name-account-unknown"];
  const byKey = new Map<string, OwnCaller>();
  const claim = (key: string, own: OwnCaller) => {
    const known = byKey.get(key);
    const stronger = known ? strength.indexOf(own.basis) - strength.indexOf(known.basis) : -1;
    if (stronger < 0 || (stronger === 0 && known && own.instanceId < known.instanceId)) byKey.set(key, own);
  };
  for (const { accessKeyId, instanceIds } of input.findingKeys) {
    const [instanceId] = instanceIds;
    if (instanceId !== undefined && instanceIds.length === 1) claim(accessKeyId, { instanceId, basis: "finding" });
  }
  const own = new Map<number, OwnCaller>();
  for (const principal of input.principals) {
    const judged = judge(principal);
    if (!judged) continue;
    if (principal.accessKeyId === null) own.set(principal.principalNo, judged);
    else claim(principal.accessKeyId, judged);
  }
  for (const { principalNo, accessKeyId } of input.principals) {
    const judged = accessKeyId === null ? undefined : byKey.get(accessKeyId);
    if (judged) own.set(principalNo, judged);
  }
  return own;
}
