import { SEARCH_FIELDS } from "@/lib/search/search-field";
import { asPlain, asWord, groupSql } from "@/lib/timeline/search/group-sql";
import { columns, type SearchColumns } from "@/lib/timeline/search/search-columns";

const SOURCE = "coalesce(f.packet_source_ip, f.source_ip)";
const DESTINATION = "coalesce(f.packet_destination_ip, f.destination_ip)";

/** Of flow records `f`, with whose they are as `instance_id`; `out` says in SQL whether one left, null where that is unknown: both ends are then its peer. */
export function flowSearchColumns(out: string): SearchColumns<"flow"> {
  const peer = columns(
    `CASE WHEN ${out} IS NOT FALSE THEN ${DESTINATION} END`,
    `CASE WHEN ${out} IS NOT TRUE THEN ${SOURCE} END`,
  );
  const ports = columns("f.source_port", "f.destination_port");
  // As lib/timeline/events/service-port.ts has it.
  const servicePort = `CASE WHEN f.protocol IN (1, 58) OR f.source_port IS NULL OR f.destination_port IS NULL THEN NULL
              ELSE least(f.source_port, f.destination_port) END`;
  const action = [{ sql: "(ARRAY['ACCEPT', 'REJECT'])[f.action]", choices: SEARCH_FIELDS.action.choices }];
  return {
    source: "flow",
    alias: "f",
    group: groupSql(
      "flow",
      asWord(`host(CASE WHEN ${out} IS NOT FALSE THEN ${DESTINATION} ELSE ${SOURCE} END)`),
      ...[asPlain(servicePort), asPlain("f.protocol"), asWord("(ARRAY['ACCEPT', 'REJECT'])[f.action]"), asPlain(out)],
      asWord(`CASE WHEN ${out} IS NULL THEN host(${SOURCE}) END`),
    ),
    fields: {
      time: columns("f.start_at"),
      instance: columns("f.instance_id"),
      ip: columns("f.source_ip", "f.destination_ip", "f.packet_source_ip", "f.packet_destination_ip"),
      peer,
      outcome: columns("(ARRAY['ok', 'failed'])[f.action]"),
      action,
      bytes: columns("f.bytes"),
      packets: columns("f.packets"),
      port: ports,
      serviceport: columns(servicePort),
      proto: columns("f.protocol"),
      direction: columns(`CASE WHEN ${out} THEN 'out' WHEN NOT ${out} THEN 'in' END`),
      interface: columns("(SELECT i.key FROM interfaces i WHERE i.id = f.interface_no)"),
    },
    texts: [],
    words: action,
    addresses: peer,
    ports,
  };
}
