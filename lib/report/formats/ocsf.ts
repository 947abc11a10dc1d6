import type { CaseData } from "@/lib/report/case-data.types";
import { printableJson } from "@/lib/report/printable-json";
import type { ReportEvent } from "@/lib/report/report-event.types";

const VERSION = "1.3.0";

/** Category, class and activity. Source: schema.ocsf.io, version 1.3.0. */
const CLASSES: Record<ReportEvent["source"], { category_uid: number; class_uid: number; activity_id: number }> = {
  flow: { category_uid: 4, class_uid: 4001, activity_id: 6 },
  dns: { category_uid: 4, class_uid: 4003, activity_id: 1 },
  api: { category_uid: 6, class_uid: 6003, activity_id: 99 },
  finding: { category_uid: 2, class_uid: 2004, activity_id: 1 },
  detection: { category_uid: 2, class_uid: 2004, activity_id: 1 },
};
const SEVERITIES: Record<string, number> = { low: 2, medium: 3, high: 4, critical: 5 };
const OTHER = 99;
/** What was done with the traffic, and what came of it. As Security Lake has it, what was rejected is a refusal. */
const ACTIONS: Record<string, { action_id: number; action: string; disposition_id: number; disposition: string }> = {
  ACCEPT: { action_id: 1, action: "Allowed", disposition_id: 1, disposition: "Allowed" },
  REJECT: { action_id: 2, action: "Denied", disposition_id: 2, disposition: "Blocked" },
};
const REFUSE = 5;
/** What the classes are extended by, for attributes that they do not have themselves. */
const PROFILES: Partial<Record<ReportEvent["source"], string>> = { flow: "security_control", api: "cloud" };

/** Events of the Open Cybersecurity Schema Framework, a JSON object a line. */
export function ocsfLines({ events, producer }: Pick<CaseData, "events" | "producer">): string {
  return events.map((event) => `${printableJson(JSON.stringify(ocsfEvent(event, producer)))}\n`).join("");
}

function ocsfEvent(event: ReportEvent, { name, version }: CaseData["producer"]) {
  const { at, source, message, evidence, fields } = event;
  const { category_uid, class_uid, ...of } = CLASSES[source];
  const activity_id = source === "flow" && fields.action === "REJECT" ? REFUSE : of.activity_id;
  return {
    ...{ category_uid, class_uid, activity_id, type_uid: class_uid * 100 + activity_id },
    ...(activity_id === OTHER ? { activity_name: fields.call ?? "API call" } : {}),
    time: Date.parse(at),
    severity_id: source === "detection" ? (SEVERITIES[String(fields.severity)] ?? 0) : 1,
    message,
    metadata: {
      version: VERSION,
      product: { name, vendor_name: name, version },
      ...(PROFILES[source] === undefined ? {} : { profiles: [PROFILES[source]] }),
    },
    ...ofSource(event),
    ...(evidence === null
      ? {}
      : { unmapped: { file: evidence.file, sha256: evidence.sha256, record: evidence.record } }),
  };
}

function ofSource({ source, instanceId, message, evidence, fields }: ReportEvent): Record<string, unknown> {
  const instance = instanceId === null ? {} : { instance_uid: instanceId };
  const given = (entries: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== undefined));
  switch (source) {
    case "flow": {
      const near = { ...given({ ip: fields.near_ip, port: fields.near_port }), ...instance };
      const far = given({ ip: fields.peer_ip, port: fields.peer_port });
      const [from, to] = fields.direction === "in" ? [far, near] : [near, far];
      return {
        ...{ src_endpoint: from, dst_endpoint: to },
        connection_info: {
          direction_id: fields.direction === "in" ? 1 : fields.direction === "out" ? 2 : 0,
          ...given({ protocol_num: fields.protocol }),
        },
        ...(fields.bytes === null ? {} : { traffic: given({ bytes: fields.bytes, packets: fields.packets }) }),
        ...(ACTIONS[String(fields.action)] ?? { action_id: 0 }),
      };
    }
    case "dns":
      return {
        query: { hostname: fields.name, type: fields.type },
        ...(fields.rcode === null ? {} : { rcode: fields.rcode }),
        answers: String(fields.answers ?? "")
          .split(", ")
          .filter((data) => data !== "")
          .map((rdata) => ({ rdata })),
        ...(instanceId === null ? {} : { src_endpoint: instance }),
        dst_endpoint: { svc_name: "Route 53 Resolver" },
      };
    case "api":
      return {
        api: {
          operation: fields.call,
          service: { name: fields.service },
          ...(fields.error === null ? {} : { response: { error: fields.error } }),
        },
        // A user has a name or an id.
        actor: {
          user: given({
            name: fields.session ?? (fields.role === null ? "unknown" : null),
            ...{ uid: fields.role, credential_uid: fields.access_key },
          }),
        },
        src_endpoint: isAddress(fields.caller)
          ? { ip: fields.caller }
          : given({ svc_name: fields.caller ?? "unknown" }),
        cloud: { provider: "AWS", ...given({ region: fields.region }) },
        status_id: fields.error === null ? 1 : 2,
      };
    case "finding":
    case "detection":
      return {
        finding_info: {
          title: fields.title ?? message,
          uid: `${evidence?.sha256 ?? "none"}:${evidence?.record ?? 0}:${fields.id ?? fields.title ?? ""}`,
        },
        ...(instanceId === null ? {} : { resources: [{ uid: instanceId, type: "EC2 instance" }] }),
      };
  }
}

const isAddress = (value: unknown) => typeof value === "string" && /^[0-9a-f:.]+$/i.test(value) && /[.:]/.test(value);
