import { testBoard } from "@/lib/report/board/test-board";
import type { CaseData } from "@/lib/report/case-data.types";
import { FIGURES } from "@/lib/report/figures";
import { testDocument } from "@/lib/report/test-document";

const IP = "198.51.100.7";
const INSTANCE = "i-0a1b2c3d4e5f60001";
const FLOWS = "cd".repeat(32);

/** Two blue pixels, as a PNG. */
export const TEST_LOGO =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGNQSDgARAAHhwKBzXgd2gAAAABJRU5ErkJggg==";

/** Everything that a report is made from, of a small case. */
export function testCaseData(more: Partial<CaseData> = {}): CaseData {
  const at = "2025-03-04T00:00:00.000Z";
  return {
    schema: "threadline.case/v1",
    madeAt: "2025-03-05T10:00:00.000Z",
    producer: { name: "threadline", version: "0.1.0" },
    case: { id: "0b0e3a52-7c0a-4a63-9d0f-64f2b5a1c001", title: "Web tier", state: "open", openedAt: at },
    documents: [testDocument()],
    flagged: [{ kind: "address", value: IP, source: "user", addedAt: at }],
    custody: [{ sha256: FLOWS, names: ["flow.log"], loadedAt: at, loadedBy: "ada@example.org", byReference: false }],
    audit: {
      entries: [
        {
          id: "1",
          at,
          actor: "ada@example.org",
          what: "Case opened",
          subject: "Web tier",
          ofFile: false,
          hash: "e1".repeat(32),
        },
      ],
      total: 1,
      checked: { entries: 4, brokenAt: null },
    },
    figures: {
      [FIGURES.traffic(IP, INSTANCE)]: [
        { sha256: FLOWS, record: 2 },
        { sha256: FLOWS, record: 14 },
      ],
      [FIGURES.name(INSTANCE, "a.example")]: [{ sha256: FLOWS, record: 9 }],
    },
    charts: [
      {
        ...{ ip: IP, instanceId: INSTANCE },
        chart: {
          ...{ kind: "chart", caption: `${INSTANCE} over the window` },
          ...{ fromMs: Date.parse(at), toMs: Date.parse(at) + 7_200_000 },
          ...{ bucketMs: 3_600_000, firstBucketMs: Date.parse(at) },
          lanes: [
            {
              ...{ name: "Bytes", unit: "bytes" },
              series: [{ name: "out", tone: "flag", values: [1_234_567, null] }],
              gaps: [{ fromMs: Date.parse(at) + 3_600_000, toMs: Date.parse(at) + 7_200_000 }],
            },
          ],
        },
      },
    ],
    events: [
      {
        ...{ at, source: "flow", message: `ACCEPT: 10.0.0.5 to ${IP} port 443, 1 kB`, instanceId: INSTANCE },
        evidence: { file: "flow.log", sha256: FLOWS, record: 2 },
        fields: {
          near_ip: "10.0.0.5",
          peer_ip: IP,
          peer_port: 443,
          protocol: 6,
          action: "ACCEPT",
          bytes: 1000,
          packets: 2,
          direction: "out",
        },
      },
      {
        ...{ at, source: "dns", message: "a.example A NOERROR", instanceId: INSTANCE, evidence: null },
        fields: { name: "a.example", type: "A", rcode: "NOERROR", answers: IP, gave_indicator: true },
      },
      {
        ...{ at, source: "api", message: "s3.amazonaws.com ListBuckets", instanceId: INSTANCE, evidence: null },
        fields: {
          service: "s3.amazonaws.com",
          call: "ListBuckets",
          region: "eu-central-1",
          error: "AccessDenied",
          caller: "203.0.113.9",
          session: "deploy",
          role: "arn:aws:iam::012345678901:role/app",
          access_key: "ASIA1",
        },
      },
    ],
    ...{ eventsCutAt: null, signedBy: null, frozen: null },
    annotations: [
      ...testBoard(),
      { kind: "saved search", id: "tls", title: "tls", facts: { query: "port:443", by: "ada@example.org" } },
    ],
    ...more,
  };
}
