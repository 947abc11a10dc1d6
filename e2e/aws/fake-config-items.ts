import type { Json } from "@/e2e/aws/fake-account";
import { describeInterfaces, interfaceOf } from "@/prisma/incidents/web-tier/describe-interfaces";
import { ACCOUNT, FLOATING, INSTANCES, type Instance, REGION } from "@/prisma/incidents/web-tier/world";

/** What AWS Config noted of the incident's instances and interfaces: each when it was made, moved or removed; oldest first. */
export function configItemsOf(before: Json, after: Json): Json[] {
  const described = [...instancesIn(before), ...instancesIn(after)];
  const items = INSTANCES.flatMap((instance) => {
    const configuration = described.find(({ InstanceId }) => InstanceId === instance.instanceId);
    const floats = FLOATING.attachments.some((held) => held.instance === instance) ? [FLOATING.interfaceId] : [];
    const cards = [instance.interfaceId, ...floats].map((id) => relatedTo("AWS::EC2::NetworkInterface", id));
    return [
      item("AWS::EC2::Instance", instance.instanceId, instance.launchedAt, configuration, cards),
      item("AWS::EC2::NetworkInterface", instance.interfaceId, instance.launchedAt, interfaceOf(instance), [
        relatedTo("AWS::EC2::Instance", instance.instanceId),
        relatedTo("AWS::EC2::SecurityGroup", "sg-0123456789abcdef0"),
      ]),
      ...goneOf(instance),
    ];
  });
  const moves = FLOATING.attachments.map(({ instance, from }) => {
    const held = describeInterfaces(from).NetworkInterfaces.find(
      ({ NetworkInterfaceId }) => NetworkInterfaceId === FLOATING.interfaceId,
    );
    return item("AWS::EC2::NetworkInterface", FLOATING.interfaceId, from, held, [
      relatedTo("AWS::EC2::Instance", instance.instanceId),
    ]);
  });
  return [...items, ...moves].sort((a, b) => captured(a) - captured(b));
}

function captured(item: Json): number {
  return (item.configurationItemCaptureTime as Date).getTime();
}

function relatedTo(resourceType: string, resourceId: string): Json {
  return { resourceType, resourceId, relationshipName: `Is related to ${resourceType}` };
}

function goneOf(instance: Instance): Json[] {
  if (instance.terminatedAt === null) return [];
  const gone = (type: string, id: string) => ({
    ...item(type, id, instance.terminatedAt ?? 0, undefined, []),
    configurationItemStatus: "ResourceDeleted",
  });
  return [gone("AWS::EC2::Instance", instance.instanceId), gone("AWS::EC2::NetworkInterface", instance.interfaceId)];
}

function instancesIn(described: Json): Json[] {
  const reservations = (described as { Reservations: { Instances: Json[] }[] }).Reservations;
  return reservations.flatMap(({ Instances }) => Instances);
}

/** The API's item: its configuration is a JSON text in camelCase. */
function item(resourceType: string, resourceId: string, atMs: number, configuration: unknown, relationships: Json[]) {
  return {
    ...{ version: "1.3", accountId: ACCOUNT, awsRegion: REGION, configurationItemCaptureTime: new Date(atMs) },
    ...{ configurationItemStatus: "OK", resourceType, resourceId, relationships },
    ...(configuration === undefined ? {} : { configuration: JSON.stringify(inCamelCase(configuration)) }),
  };
}

function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      inCamelCase(member),
    ]),
  );
}
