import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { Principal } from "@/lib/core/records";
import { type JsonObject, objectAt, textAt } from "@/lib/formats/json/json-value";

const ASSUMED_ROLE = /^arn:([^:]+):sts::(\d*):assumed-role\/(.+)\/([^/]+)$/;
const INSTANCE_ARN = /:instance\/(i-[0-9a-zA-Z]+)$/;

/** The role behind an assumed-role ARN. Its path is not in there: `role/path/name` reads as `role/name`. */
function roleOfSession(arn: string | null): string | null {
  const match = arn === null ? null : ASSUMED_ROLE.exec(arn);
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : null;
}

function sessionNameOf(type: string | null, principalId: string | null, arn: string | null): string | null {
  if (type !== "AssumedRole") return null;
  if (principalId?.includes(":")) return principalId.slice(principalId.lastIndexOf(":") + 1) || null;
  return (arn === null ? null : ASSUMED_ROLE.exec(arn)?.[4]) ?? null;
}

function instanceInScope(identity: JsonObject): string | null {
  const scope = objectAt(identity, "inScopeOf");
  if (textAt(scope, "issuerType") !== "AWS::EC2::Instance") return null;
  const id = INSTANCE_ARN.exec(textAt(scope, "credentialsIssuedTo") ?? "")?.[1];
  return id !== undefined && isInstanceId(id) ? id : null;
}

/** Who called, from `userIdentity`. Source: CloudTrail User Guide, "CloudTrail userIdentity element". */
export function readPrincipal(identity: JsonObject): Principal {
  const session = objectAt(identity, "sessionContext");
  const issuer = objectAt(session, "sessionIssuer");
  const attributes = objectAt(session, "attributes");
  const type = textAt(identity, "type");
  const principalId = textAt(identity, "principalId");
  const arn = textAt(identity, "arn");
  const created = textAt(attributes, "creationDate");
  return {
    type,
    principalId,
    arn,
    accountId: textAt(identity, "accountId"),
    userName: textAt(identity, "userName"),
    sessionName: sessionNameOf(type, principalId, arn),
    roleArn: (textAt(issuer, "type") === "Role" ? textAt(issuer, "arn") : null) ?? roleOfSession(arn),
    accessKeyId: textAt(identity, "accessKeyId"),
    sessionCreatedAtMs: created === null ? null : parseInstant(created),
    ec2RoleDelivery: textAt(session, "ec2RoleDelivery"),
    inScopeInstanceId: instanceInScope(identity),
    sourceIdentity: textAt(session, "sourceIdentity"),
  };
}
