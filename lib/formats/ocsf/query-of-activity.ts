import { type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { isoTime, ocsfTime, unmappedOf, valueAt, withoutNull } from "@/lib/formats/ocsf/ocsf-value";

/** Response codes as Route 53 writes them, by their DNS numbers. */
const RCODES = "NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH NOTZONE".split(" ");
const ACTIONS: Record<string, string> = { Alert: "ALERT", Blocked: "BLOCK", Allowed: "ALLOW" };

/** Only the firewall gives a verdict: other queries are allowed by OCSF's own default. */
function verdictOf(event: JsonObject, ruleGroup: string | null, unmapped: JsonObject): string | null {
  const judged = ruleGroup !== null || textAt(unmapped, "firewall_domain_list_id") !== null;
  const disposition = textAt(event, "disposition");
  return judged && disposition !== null ? (ACTIONS[disposition] ?? disposition.toUpperCase()) : null;
}

/**
 * The resolver query that a DNS Activity event (class 4003) was made from, as Route 53 writes it: so it is the same query
 * wherever it was read. Source: OCSF 1.1 and 1.0.0-rc.2, "DNS Activity"; Route 53 Developer Guide, "Values that appear in Resolver
 * query logs".
 */
export function queryOfActivity(event: JsonObject): JsonObject {
  const source = objectAt(event, "src_endpoint");
  const destination = objectAt(event, "dst_endpoint");
  const query = objectAt(event, "query");
  const cloud = objectAt(event, "cloud");
  const unmapped = unmappedOf(event);
  const ruleGroup = textAt(objectAt(event, "firewall_rule"), "uid");
  return withoutNull({
    version: valueAt(objectAt(objectAt(event, "metadata"), "product"), "version"),
    account_id: valueAt(objectAt(cloud, "account"), "uid") ?? valueAt(cloud, "account_uid"),
    region: textAt(cloud, "region"),
    vpc_id: textAt(source, "vpc_uid"),
    query_timestamp: isoTime(ocsfTime(event, "time", "query_time")),
    query_name: textAt(query, "hostname"),
    query_type: textAt(query, "type"),
    query_class: textAt(query, "class"),
    rcode: RCODES[Number(event.rcode_id ?? Number.NaN)] ?? textAt(event, "rcode")?.toUpperCase() ?? null,
    answers: listAt(event, "answers").map((answer) =>
      withoutNull({ Rdata: textAt(answer, "rdata"), Type: textAt(answer, "type"), Class: textAt(answer, "class") }),
    ),
    srcaddr: textAt(source, "ip"),
    srcport: valueAt(source, "port"),
    transport: textAt(objectAt(event, "connection_info"), "protocol_name"),
    srcids: withoutNull({
      instance: textAt(source, "instance_uid"),
      resolver_endpoint: textAt(destination, "instance_uid"),
      resolver_network_interface: textAt(destination, "interface_uid"),
    }),
    firewall_rule_action: verdictOf(event, ruleGroup, unmapped),
    firewall_rule_group_id: ruleGroup,
    ...withoutNull(unmapped),
  });
}
