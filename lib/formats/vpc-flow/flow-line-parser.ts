import type { FlowContext } from "@/lib/core/records";
import { detach, Interner } from "@/lib/formats/intern";
import type { LineOrigin } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";
import { refusal, shown } from "@/lib/formats/refusal";
import { readContext } from "@/lib/formats/vpc-flow/flow-context";
import type { FlowLayout } from "@/lib/formats/vpc-flow/flow-layout";
import { AddressReader, parseEpoch, parseWhole } from "@/lib/formats/vpc-flow/parse-values";

type Detail = Record<string, string>;

/** Names are printable ASCII: anything else is a damaged line. */
const NAME = /^[!-~]{1,256}$/;
const LONGEST_DETAIL = 2048;
export const MOST_TCP_FLAGS = 4095;
const COUNT = "a whole number of at most 2^53 - 1";

/** Reads the values of one line of one flow log. One instance serves a whole file, so that contexts are shared. */
export class FlowLineParser {
  readonly #sink: LogSink;
  /** By the line's own text, so that a hit costs little; what it gives is one object for equal values. */
  readonly #contexts = new Interner<FlowContext | string>();
  readonly #details = new Interner<Detail | null>();
  readonly #equalContexts = new Interner<FlowContext>();
  readonly #equalDetails = new Interner<Detail>();
  readonly #addresses = new AddressReader();
  #layout: FlowLayout;
  #layouts = 0;
  /** Why the line under way cannot be read; set by the field readers. */
  #refused: string | null = null;

  constructor(sink: LogSink, layout: FlowLayout) {
    this.#sink = sink;
    this.#layout = layout;
  }

  use(layout: FlowLayout): void {
    this.#layout = layout;
    this.#layouts += 1;
  }

  /** Puts one record, or one rejection that names the field, into the sink. */
  parse(line: string, tokens: readonly string[], origin: LineOrigin): void {
    const reason = this.#parse(tokens, origin);
    if (reason !== null) this.#sink.reject(reason, line);
  }

  #parse(tokens: readonly string[], origin: LineOrigin): string | null {
    const layout = this.#layout;
    if (tokens.length !== layout.columns.length) {
      return `${tokens.length} values for ${layout.columns.length} columns`;
    }
    this.#refused = null;
    const status = this.#status(tokens[layout.status]);
    const start = this.#epoch("start", tokens[layout.start]);
    const end = this.#epoch("end", tokens[layout.end]);
    if (this.#refused !== null) return this.#refused;
    const startMs = start ?? end ?? origin.eventMs;
    const endMs = end ?? start ?? origin.eventMs;
    if (startMs === null || endMs === null) return "no time";
    if (endMs < startMs)
      return `end ${shown(tokens[layout.end] ?? "")} is before start ${shown(tokens[layout.start] ?? "")}`;
    const context = this.#context(tokens, origin.streamInterfaceId);
    if (typeof context === "string") return context;
    if (status !== "OK") {
      this.#sink.status({ kind: "flow-status", record: this.#sink.accept(), context, startMs, endMs, status });
      return null;
    }

    const packetSourceIp = this.#address("pkt-srcaddr", tokens[layout.packetSourceIp]);
    const packetDestinationIp = this.#address("pkt-dstaddr", tokens[layout.packetDestinationIp]);
    // A custom format may have the packet's own addresses only.
    const sourceIp = this.#address("srcaddr", tokens[layout.sourceIp]) ?? packetSourceIp;
    const destinationIp = this.#address("dstaddr", tokens[layout.destinationIp]) ?? packetDestinationIp;
    const sourcePort = this.#whole("srcport", tokens[layout.sourcePort], 65_535, "a port from 0 to 65535");
    const destinationPort = this.#whole("dstport", tokens[layout.destinationPort], 65_535, "a port from 0 to 65535");
    const protocol = this.#whole("protocol", tokens[layout.protocol], 255, "a protocol number from 0 to 255");
    const packets = this.#whole("packets", tokens[layout.packets], Number.MAX_SAFE_INTEGER, COUNT);
    const bytes = this.#whole("bytes", tokens[layout.bytes], Number.MAX_SAFE_INTEGER, COUNT);
    const tcpFlags = this.#whole("tcp-flags", tokens[layout.tcpFlags], MOST_TCP_FLAGS, "a mask of TCP flags");
    const action = this.#word("action", tokens[layout.action], "ACCEPT", "REJECT");
    const direction = this.#word("flow-direction", tokens[layout.direction], "ingress", "egress");
    if (this.#refused !== null) return this.#refused;
    if (sourceIp === null) return refusal("srcaddr", tokens[layout.sourceIp] ?? "", "an address");
    if (destinationIp === null) return refusal("dstaddr", tokens[layout.destinationIp] ?? "", "an address");
    const detail = this.#detail(tokens);
    if (typeof detail === "string") return detail;
    this.#sink.flow({
      kind: "flow",
      record: this.#sink.accept(),
      context,
      startMs,
      endMs,
      approximateTime: start === null || end === null,
      sourceIp,
      destinationIp,
      packetSourceIp,
      packetDestinationIp,
      sourcePort,
      destinationPort,
      protocol,
      packets,
      bytes,
      action,
      tcpFlags,
      direction,
      detail,
    });
    return null;
  }

  #refuse(field: string, value: string, expected: string): null {
    this.#refused ??= refusal(field, value, expected);
    return null;
  }

  #status(token: string | undefined): "OK" | "NODATA" | "SKIPDATA" {
    if (token === "NODATA" || token === "SKIPDATA") return token;
    if (token !== undefined && token !== "OK" && token !== "-")
      this.#refuse("log-status", token, "OK, NODATA or SKIPDATA");
    return "OK";
  }

  #epoch(field: string, token: string | undefined): number | null {
    if (token === undefined) return null;
    const value = parseEpoch(token);
    return Number.isNaN(value) ? this.#refuse(field, token, "a time in seconds since 1970") : value;
  }

  #whole(field: string, token: string | undefined, max: number, expected: string): number | null {
    if (token === undefined) return null;
    const value = parseWhole(token, max);
    return Number.isNaN(value) ? this.#refuse(field, token, expected) : value;
  }

  #address(field: string, token: string | undefined): string | null {
    if (token === undefined || token === "-") return null;
    return this.#addresses.read(token) ?? this.#refuse(field, token, "an address");
  }

  #word<A extends string, B extends string>(field: string, token: string | undefined, a: A, b: B): A | B | null {
    if (token === a) return a;
    if (token === b) return b;
    if (token === undefined || token === "-") return null;
    return this.#refuse(field, token, `${a} or ${b}`);
  }

  /** The context of the line; a text says why there is none. */
  #context(tokens: readonly string[], streamInterfaceId: string | null): FlowContext | string {
    const layout = this.#layout;
    let key = `${this.#layouts}`;
    for (const index of layout.context) key += ` ${tokens[index]}`;
    if (streamInterfaceId !== null) key += ` @${streamInterfaceId}`;
    return this.#contexts.get(key, () => {
      const odd = layout.context.find((index) => !NAME.test(tokens[index] ?? ""));
      if (odd !== undefined) return refusal(layout.columns[odd] ?? "", tokens[odd] ?? "", "a name of plain characters");
      const context = readContext(layout, tokens, streamInterfaceId);
      if (context === null) return "interface-id is missing, and nothing stands for it";
      return this.#equalContexts.get(JSON.stringify(context), () => context);
    });
  }

  /** The other columns of the line that have a value; null when none has, a text when one cannot be kept. */
  #detail(tokens: readonly string[]): Detail | null | string {
    const { detail, columns } = this.#layout;
    if (detail.length === 0) return null;
    let key = `${this.#layouts}`;
    for (const index of detail) {
      const token = tokens[index] ?? "";
      if (token.length > LONGEST_DETAIL) {
        return refusal(columns[index] ?? "", token, `at most ${LONGEST_DETAIL} characters`);
      }
      key += ` ${token}`;
    }
    return this.#details.get(key, () => {
      const made = readDetail(this.#layout, tokens);
      return made === null ? null : this.#equalDetails.get(JSON.stringify(made), () => made);
    });
  }
}

/** The values of the columns that nothing else reads, by column; null when none has one. */
export function readDetail({ detail, columns }: FlowLayout, tokens: readonly string[]): Detail | null {
  const fields = detail
    .filter((index) => tokens[index] !== "-")
    .map((index): [string, string] => [columns[index] ?? "", (tokens[index] ?? "").replaceAll("\0", "\uFFFD")]);
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map(([name, value]) => [name, detach(value)]));
}
