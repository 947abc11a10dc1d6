import type { EventRow } from "@/lib/timeline/events/event.types";
import type { Fact } from "@/lib/timeline/events/event-detail.types";

const mono = (name: string, value: string | null): Fact[] => (value === null ? [] : [{ name, value, as: "mono" }]);
const plain = (name: string, value: string | null): Fact[] => (value === null ? [] : [{ name, value }]);

/** What a row of the table already says of its event: shown while the rest is read. */
export function rowFacts(row: EventRow): Fact[] {
  switch (row.source) {
    case "flow": {
      const end = (ip: string, port: number | null) => (port === null ? ip : `${ip}:${port}`);
      const near = end(row.nearIp, row.nearPort);
      const peer = end(row.peerIp, row.peerPort);
      const [from, to] = row.outbound === false ? [peer, near] : [near, peer];
      return [
        ...[...mono("From", from), ...mono("To", to), ...plain("Action", row.action ?? "not given")],
        ...(row.bytes === null ? [] : [{ name: "Bytes", value: String(row.bytes), as: "bytes" as const }]),
        ...plain("Packets", row.packets === null ? null : String(row.packets)),
      ];
    }
    case "dns":
      return [
        ...[...mono("Name", row.name), ...mono("Type", row.type), ...plain("Answer", row.rcode)],
        ...mono("Answers", row.answers.length === 0 ? null : row.answers.join("\n")),
      ];
    case "api":
      return [
        ...[...mono("Call", `${row.eventName} of ${row.eventSource}`), ...plain("Outcome", row.errorCode ?? "allowed")],
        ...[
          ...mono("Role", row.roleArn),
          ...mono("Access key", row.accessKeyId),
          ...mono("Called from", row.calledFrom),
        ],
      ];
    case "finding":
      return [...mono("Type", row.type), ...mono("Addresses", row.remoteIps.join("\n"))];
  }
}
