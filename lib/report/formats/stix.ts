import canonicalize from "canonicalize";
import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import type { CaseData } from "@/lib/report/case-data.types";
import { draftSummary } from "@/lib/report/draft-summary";
import { FIGURES } from "@/lib/report/figures";
import { uuidV5 } from "@/lib/report/formats/uuid-v5";
import { printableJson } from "@/lib/report/printable-json";

/** STIX 2.1, 2.9: of observables. Others must not use it. */
const OBSERVABLES = "00abedb4-aa42-466c-9c01-fed23315a9b7";
const OURS = "6d0f6a4e-2f0b-5a51-9d0a-3b6f4d6f7a11";
const PROTOCOLS: Record<number, string> = { 1: "icmp", 6: "tcp", 17: "udp", 47: "gre", 50: "esp", 58: "icmp6" };

type StixObject = { type: string; id: string; spec_version?: "2.1" } & Record<string, unknown>;

/** An observable, whose id follows from the properties that say what it is. */
function observable(
  type: string,
  contributing: Record<string, unknown>,
  rest: Record<string, unknown> = {},
): StixObject {
  const id = `${type}--${uuidV5(OBSERVABLES, canonicalize(contributing) ?? "")}`;
  return { type, spec_version: "2.1", id, ...contributing, ...rest };
}

const isIpv6 = (ip: string) => ip.includes(":");
const address = (ip: string) => observable(isIpv6(ip) ? "ipv6-addr" : "ipv4-addr", { value: ip });
const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/**
 * A case as a STIX 2.1 bundle: the flagged addresses and the names that gave them, the traffic that met them as observed
 * data, indicators for both, and a report that names them all. Every id follows from the case and what is said of it.
 */
export function stixBundle(data: CaseData, classification: string): string {
  const times = { created: data.case.openedAt, modified: latest(data.case.openedAt, data.madeAt) };
  const named = (type: string, ...of: string[]) =>
    `${type}--${uuidV5(OURS, JSON.stringify([data.case.id, type, ...of]))}`;
  const own = (type: string, of: string[], rest: Record<string, unknown>): StixObject => ({
    ...{ type, spec_version: "2.1", id: named(type, ...of), created_by_ref: author.id, ...times },
    ...rest,
  });
  const author: StixObject = {
    ...{ type: "identity", spec_version: "2.1", id: named("identity"), ...times },
    ...{ name: `${data.producer.name} ${data.producer.version}`, identity_class: "system" },
  };
  const objects = new Map<string, StixObject>();
  const add = (object: StixObject): string => {
    if (!objects.has(object.id)) objects.set(object.id, object);
    return object.id;
  };
  const marking: StixObject | null =
    classification === ""
      ? null
      : {
          ...{ type: "marking-definition", spec_version: "2.1", id: named("marking-definition", classification) },
          ...{ created: times.created, definition_type: "statement", definition: { statement: classification } },
        };
  for (const document of data.documents) addDocument(document, { add, own, data });
  const refs = [...objects.keys()];
  const report = own("report", ["report"], {
    ...{ name: data.case.title || "Case", description: draftSummary(data).join("\n"), report_types: ["observed-data"] },
    ...{ published: data.madeAt, object_refs: refs.length > 0 ? refs : [author.id] },
  });
  const all = [author, ...objects.values(), report].map((object) =>
    marking === null ? object : { ...object, object_marking_refs: [marking.id] },
  );
  const bundle = {
    type: "bundle",
    id: named("bundle", data.madeAt),
    objects: marking === null ? all : [marking, ...all],
  };
  return `${printableJson(JSON.stringify(bundle, null, 2))}\n`;
}

interface Into {
  add: (object: StixObject) => string;
  own: (type: string, of: string[], rest: Record<string, unknown>) => StixObject;
  data: CaseData;
}

function addDocument(
  { indicator, instances, earliestIndicator, window }: InvestigationV1,
  { add, own, data }: Into,
): void {
  const { ip } = indicator;
  if (ip === null) return;
  const far = add(address(ip));
  const since = earliestIndicator?.time ?? window.from ?? data.case.openedAt;
  const pattern = (path: string, value: string) =>
    add(
      own("indicator", [value], {
        ...{ name: value, indicator_types: ["malicious-activity"], pattern_type: "stix", valid_from: since },
        pattern: `[${path} = ${quoted(value)}]`,
      }),
    );
  const flagged = pattern(isIpv6(ip) ? "ipv6-addr:value" : "ipv4-addr:value", ip);
  const bad = [
    ...new Set(
      instances.flatMap(({ domains }) => domains.filter((row) => row.resolvedToIndicator).map(({ name }) => name)),
    ),
  ];
  for (const name of bad) {
    add(observable("domain-name", { value: name }, { resolves_to_refs: [far] }));
    pattern("domain-name:value", name);
  }
  for (const instance of instances) {
    const seen = observedTraffic(instance, { ip, far, add, own, data });
    if (seen !== null)
      add(
        own("relationship", [flagged, seen], { relationship_type: "based-on", source_ref: flagged, target_ref: seen }),
      );
  }
}

/** What one instance exchanged with an address; null where no record shows any. */
function observedTraffic(
  { instanceId, interfaces, traffic }: InstanceV1,
  { ip, far, add, own, data }: Into & { ip: string; far: string },
): string | null {
  const { firstSeen, lastSeen, ports, flows, rejected } = traffic;
  if (firstSeen === null || lastSeen === null) return null;
  const nearIp = interfaces
    .flatMap(({ privateIps, publicIps }) => [...privateIps, ...publicIps])
    .find((one) => isIpv6(one) === isIpv6(ip));
  const near = nearIp === undefined ? null : add(address(nearIp));
  const refs = ports.map(({ protocol, port, servedBy, bytesOut, bytesIn }) => {
    const serves = servedBy === "instance";
    const ends = serves
      ? { src_ref: far, ...(near && { dst_ref: near }) }
      : { ...(near && { src_ref: near }), dst_ref: far };
    const [sent, answered] = serves ? [bytesIn, bytesOut] : [bytesOut, bytesIn];
    return add(
      observable(
        "network-traffic",
        {
          ...{ start: firstSeen, end: lastSeen, ...ends },
          ...(port > 0 && servedBy !== "unknown" ? { dst_port: port } : {}),
          protocols: [
            isIpv6(ip) ? "ipv6" : "ipv4",
            ...(PROTOCOLS[protocol] === undefined ? [] : [PROTOCOLS[protocol]]),
          ],
        },
        { src_byte_count: sent, dst_byte_count: answered, is_active: false },
      ),
    );
  });
  const records = data.figures[FIGURES.traffic(ip, instanceId)] ?? [];
  return add(
    own("observed-data", [ip, instanceId], {
      ...{ first_observed: firstSeen, last_observed: latest(firstSeen, lastSeen) },
      number_observed: Math.min(Math.max(flows + rejected, 1), 999_999_999),
      object_refs: refs.length > 0 ? refs : [far],
      external_references: [
        { source_name: "EC2 instance", external_id: instanceId },
        ...records.map(({ sha256, record }) => ({
          source_name: "evidence",
          ...{ external_id: `record ${record}`, description: `Record ${record} of the file with SHA-256 ${sha256}` },
        })),
      ],
    }),
  );
}

const latest = (a: string, b: string) => (a > b ? a : b);
