import { asText, groupSql } from "@/lib/timeline/search/group-sql";
import { columns, type SearchColumns } from "@/lib/timeline/search/search-columns";

const NAME_OF = "(SELECT n.name FROM dns_names n WHERE n.id = d.name_no)";
const NAME = columns(NAME_OF);
const ANSWERS = { sql: "d.resolved_ips", list: true };

/** Of resolver queries `d`, with whose they are as `instance_id`. A name is looked up record by record: how many are looked at is bounded, how many names there are is not. */
export const DNS_SEARCH_COLUMNS: SearchColumns<"dns"> = {
  source: "dns",
  alias: "d",
  group: groupSql("dns", ...[NAME_OF, "d.type", "d.rcode"].map(asText)),
  fields: {
    time: columns("d.at"),
    instance: columns("d.instance_id"),
    ip: [ANSWERS, ...columns("(SELECT a.source_ip FROM dns_askers a WHERE a.id = d.asker_no)")],
    outcome: columns("CASE WHEN d.rcode = 'NOERROR' THEN 'ok' ELSE 'failed' END"),
    domain: NAME,
    answer: [ANSWERS],
    type: columns("d.type"),
    rcode: columns("d.rcode"),
  },
  texts: NAME,
  words: columns("d.type", "d.rcode"),
  addresses: [ANSWERS],
  ports: [],
};
