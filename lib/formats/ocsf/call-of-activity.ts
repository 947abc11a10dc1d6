import { isObject, type JsonObject, objectAt, textAt } from "@/lib/formats/json/json-value";
import { isoTime, objectIn, ocsfTime, unmappedOf, valueAt, withoutNull } from "@/lib/formats/ocsf/ocsf-value";

const DEEPEST = 16;
/** Members that OCSF keeps as they were: copies of an event are compared by them. */
const ALIKE = ["eventID", "eventName", "eventSource", "awsRegion", "sourceIPAddress", "userAgent", "errorCode"];

/** Puts what OCSF has no place for, `responseElements.instanceId`, where the event had it and nothing stands yet. */
function place(event: JsonObject, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined || name === "__proto__") return;
  if (rest.length === 0) event[name] ??= value;
  else {
    event[name] ??= {};
    const inner = event[name];
    if (isObject(inner)) place(inner, rest, value);
  }
}

function identityOf(event: JsonObject): JsonObject {
  const actor = objectAt(event, "actor");
  const user = objectAt(actor, "user");
  const session = objectAt(actor, "session");
  const issuer = textAt(session, "issuer");
  const created = isoTime(ocsfTime(session, "created_time"));
  const attributes = withoutNull({
    creationDate: created,
    mfaAuthenticated: valueAt(session, "is_mfa") ?? valueAt(session, "mfa"),
  });
  const sessionContext = withoutNull({
    sessionIssuer: issuer === null ? null : { type: /:role\//.test(issuer) ? "Role" : "User", arn: issuer },
    attributes: Object.keys(attributes).length > 0 ? attributes : null,
  });
  return withoutNull({
    type: textAt(user, "type"),
    principalId: textAt(user, "uid_alt"),
    arn: textAt(user, "uid"),
    accountId: valueAt(objectAt(user, "account"), "uid") ?? valueAt(user, "account_uid"),
    userName: textAt(user, "name"),
    accessKeyId: textAt(user, "credential_uid") ?? textAt(session, "credential_uid"),
    invokedBy: textAt(actor, "invoked_by"),
    sessionContext: Object.keys(sessionContext).length > 0 ? sessionContext : null,
  });
}

/**
 * The CloudTrail event that an API Activity event (class 6003; 3005 before version 1.1, and the classes of sign-ins and accounts
 * that CloudTrail's events go to) was made from, as CloudTrail writes it, and those of its members that are alike in both.
 * Source: OCSF 1.1 and 1.0.0-rc.2, "API Activity"; Security Lake User Guide, "CloudTrail management events".
 */
export function callOfActivity(activity: JsonObject): { event: JsonObject; compared: JsonObject } {
  const api = objectAt(activity, "api");
  const [request, response] = [objectAt(api, "request"), objectAt(api, "response")];
  const source = objectAt(activity, "src_endpoint");
  const metadata = objectAt(activity, "metadata");
  const product = objectAt(metadata, "product");
  const cloud = objectAt(activity, "cloud");
  const event = withoutNull({
    eventVersion: valueAt(product, "version"),
    userIdentity: identityOf(activity),
    eventTime: isoTime(ocsfTime(activity, "time")),
    eventSource: textAt(objectAt(api, "service"), "name"),
    eventName: textAt(api, "operation"),
    awsRegion: textAt(cloud, "region"),
    sourceIPAddress: textAt(source, "ip") ?? textAt(source, "domain") ?? textAt(source, "hostname"),
    userAgent: textAt(objectAt(activity, "http_request"), "user_agent"),
    errorCode: textAt(response, "error"),
    errorMessage: textAt(response, "message") ?? textAt(response, "error_message"),
    requestID: textAt(request, "uid"),
    eventID: textAt(metadata, "uid"),
    eventType: textAt(metadata, "event_code"),
    eventCategory: textAt(objectAt(product, "feature"), "name"),
    recipientAccountId: valueAt(objectAt(cloud, "account"), "uid") ?? valueAt(cloud, "account_uid"),
    vpcEndpointId: textAt(source, "uid"),
  });
  event.requestParameters = { ...objectIn(request.data) };
  event.responseElements = { ...objectIn(response.data) };
  for (const [name, value] of Object.entries(withoutNull(unmappedOf(activity))))
    place(event, name.split(".", DEEPEST), value);
  return { event, compared: Object.fromEntries(Object.entries(event).filter(([name]) => ALIKE.includes(name))) };
}
