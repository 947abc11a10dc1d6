import { asText, groupSql } from "@/lib/timeline/search/group-sql";
import { columns, type SearchColumns } from "@/lib/timeline/search/search-columns";

const caller = (column: string) => `(SELECT p.${column} FROM principals p WHERE p.id = x.principal_no)`;
const FROM = "coalesce(host(x.source_ip), x.source)";
const ADDRESS = columns("x.source_ip");

/** Of API calls `x`, with whose they are as `instance_id`. */
export const API_SEARCH_COLUMNS: SearchColumns<"api"> = {
  source: "api",
  alias: "x",
  group: groupSql(
    "api",
    ...["x.event_source", "x.event_name", caller("role_arn"), caller("session_name"), "x.error_code", FROM].map(asText),
  ),
  fields: {
    time: columns("x.at"),
    instance: columns("x.instance_id"),
    ip: ADDRESS,
    peer: ADDRESS,
    outcome: columns("CASE WHEN x.error_code IS NULL THEN 'ok' ELSE 'failed' END"),
    api: columns("x.event_name"),
    service: columns("x.event_source", "replace(x.event_source, '.amazonaws.com', '')"),
    error: columns("x.error_code"),
    region: columns("x.region"),
    role: columns(caller("role_arn"), `regexp_replace(${caller("role_arn")}, '^.*/', '')`),
    session: columns(
      caller("session_name"),
      "(SELECT p.arn FROM principals p WHERE p.id = x.principal_no AND p.session_name IS NOT NULL)",
    ),
    user: columns(caller("user_name"), caller("arn")),
    key: columns(caller("access_key_id"), "x.issued_key_id"),
    agent: columns("x.user_agent"),
    from: columns(FROM),
  },
  texts: columns(
    ...["x.event_name", "x.event_source", "x.error_code", FROM, "x.user_agent", "x.issued_key_id"],
    ...["role_arn", "session_name", "access_key_id", "arn"].map(caller),
  ),
  words: [],
  addresses: ADDRESS,
  ports: [],
};
