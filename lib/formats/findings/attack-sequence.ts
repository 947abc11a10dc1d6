import { isInstanceId } from "@/lib/core/instance-id";
import { isInstant, parseInstant } from "@/lib/core/instant";
import type { FindingRecord, Observation } from "@/lib/core/records";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { observation, sortAddresses } from "@/lib/formats/observation";

const INSTANCE = /(?:^|[/:])(i-[0-9a-zA-Z]+)$/;
const INTERFACE = /(?:^|[/:])(eni-[0-9a-zA-Z]+)$/;
const ACCESS_KEY = /(?:^|[/:])((?:AKIA|ASIA)[0-9A-Z]+)$/;

/** What an attack sequence names, over all its resources, endpoints and signals. */
export interface AttackSequence {
  instanceIds: string[];
  accessKeys: { id: string; principalId: string | null }[];
  remoteIps: string[];
  domains: string[];
  firstSeenMs: number | null;
  lastSeenMs: number | null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function instanceOf(resource: JsonObject): string | null {
  const id = INSTANCE.exec(textAt(resource, "uid") ?? "")?.[1];
  return id !== undefined && isInstanceId(id) ? id : null;
}

function accessKeysOf(sequence: JsonObject): AttackSequence["accessKeys"] {
  const keys = new Map<string, string | null>();
  for (const resource of listAt(sequence, "resources")) {
    const id = ACCESS_KEY.exec(textAt(resource, "uid") ?? "")?.[1];
    if (id) keys.set(id, textAt(objectAt(objectAt(resource, "data"), "accessKey"), "principalId"));
  }
  for (const actor of listAt(sequence, "actors")) {
    const user = objectAt(actor, "user");
    const id = textAt(user, "credentialUid");
    if (id && ACCESS_KEY.test(id) && !keys.get(id)) keys.set(id, textAt(user, "uid"));
  }
  return [...keys].map(([id, principalId]) => ({ id, principalId }));
}

/** Signals carry their times as text, or in seconds where the API's answer was saved as it came. */
function timesOf(signals: JsonObject[], name: string): number[] {
  return signals.flatMap((signal) => {
    const seconds = numberAt(signal, name);
    const ms = seconds === null ? parseInstant(textAt(signal, name) ?? "") : Math.round(seconds * 1000);
    return ms !== null && isInstant(ms) ? [ms] : [];
  });
}

/**
 * What a sequence of GuardDuty's extended threat detection names; names are in camelCase. Signals come in no order, and
 * their endpoints, resources and actors are listed beside them.
 * Source: GuardDuty API Reference, "Sequence".
 */
export function readSequence(sequence: JsonObject): AttackSequence {
  const endpoints = listAt(sequence, "endpoints");
  const signals = listAt(sequence, "signals");
  const indicators = [sequence, ...signals].flatMap((part) => [
    ...listAt(part, "sequenceIndicators"),
    ...listAt(part, "signalIndicators"),
  ]);
  const named = (ending: string) =>
    indicators.flatMap((entry) => (textAt(entry, "key")?.endsWith(ending) ? texts(entry.values) : []));
  const first = timesOf(signals, "firstSeenAt");
  const last = timesOf(signals, "lastSeenAt");
  return {
    instanceIds: listAt(sequence, "resources").flatMap((resource) => instanceOf(resource) ?? []),
    accessKeys: accessKeysOf(sequence),
    remoteIps: [...endpoints.flatMap((endpoint) => textAt(endpoint, "ip") ?? []), ...named("_IP")],
    domains: [...endpoints.flatMap((endpoint) => textAt(endpoint, "domain") ?? []), ...named("_DOMAIN")],
    firstSeenMs: first.length === 0 ? null : first.reduce((a, b) => Math.min(a, b)),
    lastSeenMs: last.length === 0 ? null : last.reduce((a, b) => Math.max(a, b)),
  };
}

/** What a sequence says of its instances: the interfaces and addresses they had while it went on. */
export function observeSequence(finding: FindingRecord, sequence: JsonObject): Observation[] {
  const resources = listAt(sequence, "resources");
  const interfaces = new Map(
    resources.flatMap((resource): [string, JsonObject][] => {
      const uid = textAt(resource, "uid");
      return uid !== null && INTERFACE.test(uid) ? [[uid, resource]] : [];
    }),
  );
  return resources.flatMap((resource): Observation[] => {
    const instanceId = instanceOf(resource);
    if (instanceId === null) return [];
    const details = objectAt(objectAt(resource, "data"), "ec2Instance");
    const profile = { ...objectAt(details, "iamInstanceProfile") };
    const shared = {
      record: finding.record,
      event: "seen" as const,
      proof: "finding" as const,
      atMs: finding.firstSeenMs,
      accountId: textAt(resource, "accountId") ?? finding.accountId,
      region: textAt(resource, "region") ?? finding.region,
      instanceId,
      roleArn: textAt(profile, "arn"),
    };
    const uids = texts(details.ec2NetworkInterfaceUids);
    if (uids.length === 0) return [observation(shared)];
    return uids.map((uid) => {
      const card = objectAt(objectAt(interfaces.get(uid) ?? {}, "data"), "ec2NetworkInterface");
      return observation({
        ...shared,
        interfaceId: INTERFACE.exec(uid)?.[1] ?? null,
        vpcId: textAt(card, "vpcId"),
        subnetId: textAt(card, "subNetId") ?? textAt(card, "subnetId"),
        ...sortAddresses([
          textAt(card, "publicIp"),
          ...listAt(card, "privateIpAddresses").map((address) => textAt(address, "privateIpAddress")),
          ...texts(card.ipv6Addresses),
        ]),
      });
    });
  });
}
