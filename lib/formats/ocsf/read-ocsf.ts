import { CloudTrailReader } from "@/lib/formats/cloudtrail/read-event";
import type { RowReader } from "@/lib/formats/csv/csv-kind";
import { isObject, type JsonObject } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { callOfActivity } from "@/lib/formats/ocsf/call-of-activity";
import { findingOfDetection } from "@/lib/formats/ocsf/finding-of-detection";
import { flowOfActivity } from "@/lib/formats/ocsf/flow-of-activity";
import { valueAt } from "@/lib/formats/ocsf/ocsf-value";
import { queryOfActivity } from "@/lib/formats/ocsf/query-of-activity";
import { ResolverQueryReader } from "@/lib/formats/resolver/read-query";
import { AsffReader } from "@/lib/formats/securityhub/read-asff";
import { flowRowReader } from "@/lib/formats/vpc-flow/flow-row-reader";

export type OcsfKind = "vpc-flow" | "dns" | "cloudtrail" | "securityhub";

const FLOW_LOG = "ocsf";
/** Events of one file rarely differ in what they could not place; one that is made to is read all the same. */
const MOST_SHAPES = 64;

/** Tells an OCSF event by the names of its members, so that one longer than a file's head is told too; null: not read. */
export function ocsfKind(keys: ReadonlySet<string>): OcsfKind | null {
  if (keys.has("query")) return "dns";
  if (keys.has("api")) return "cloudtrail";
  if (keys.has("finding_info") || keys.has("finding")) return "securityhub";
  return keys.has("connection_info") || keys.has("traffic") ? "vpc-flow" : null;
}

/**
 * Reads events of the Open Cybersecurity Schema Framework, as Security Lake keeps them, by making of each the record it was
 * made from: an event and its original then read to equal records, and count once.
 */
export class OcsfReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #queries: ResolverQueryReader;
  readonly #calls: CloudTrailReader;
  readonly #findings: AsffReader;
  readonly #flows = new Map<string, RowReader>();

  constructor(sink: LogSink) {
    this.#sink = sink;
    this.#queries = new ResolverQueryReader(sink);
    this.#calls = new CloudTrailReader(sink);
    this.#findings = new AsffReader(sink);
  }

  object(event: JsonObject, text: string): void {
    // A table has a column for every member; those without a value tell nothing.
    const members = new Set(Object.keys(event).filter((name) => isObject(event[name])));
    const kind = ocsfKind(members);
    if (kind === "dns") this.#queries.object(queryOfActivity(event), text);
    else if (kind === "cloudtrail") {
      const { event: call, compared } = callOfActivity(event);
      this.#calls.event(call, text, compared);
    } else if (kind === "securityhub") this.#findings.object(findingOfDetection(event), text);
    else if (kind === "vpc-flow") this.#flow(event, text);
    else this.#sink.reject(`an OCSF event of class ${valueAt(event, "class_uid") ?? "unknown"}: not read`, text);
  }

  #flow(event: JsonObject, text: string): void {
    const row = flowOfActivity(event);
    const fields = row.map(([field]) => field);
    const shape = fields.join(" ");
    let reader = this.#flows.get(shape);
    if (!reader) {
      if (this.#flows.size >= MOST_SHAPES) this.#flows.clear();
      reader = flowRowReader(this.#sink, fields);
      // What was not placed says nothing of which log it is.
      this.#sink.logKey = FLOW_LOG;
      this.#flows.set(shape, reader);
    }
    reader.row(
      row.map(([, value]) => value ?? ""),
      text,
    );
  }
}
