import type { LogFiles } from "./log-files";
import { Random } from "./random";
import type { Scene } from "./scene";
import { tieToIndicator, truthOf } from "./truth";
import {
  ACCOUNT,
  APP_2,
  BATCH_1,
  END,
  HOUR,
  INDICATOR,
  INDICATOR_NAME,
  INSTANCES,
  type Instance,
  MINUTE,
  REGION,
  SECOND,
  START,
  STORY,
  VPC,
  WEB_2,
} from "./world";

interface Answer {
  Rdata: string;
  Type: string;
  Class: "IN";
}

interface Query {
  atMs: number;
  instance: Instance;
  name: string;
  type: string;
  rcode?: string;
  answers?: [data: string, type: string][];
}

const EVERYDAY: [name: string, type: string, answers: [string, string][]][] = [
  ["sts.eu-west-1.amazonaws.com", "A", [["203.0.113.221", "A"]]],
  ["s3.eu-west-1.amazonaws.com", "A", [["203.0.113.222", "A"]]],
  ["ssm.eu-west-1.amazonaws.com", "AAAA", []],
  ["logs.eu-west-1.amazonaws.com", "A", [["203.0.113.223", "A"]]],
  ["time.example.com", "A", [["203.0.113.224", "A"]]],
  [
    "packages.example.org",
    "A",
    [
      ["mirror.example.org.", "CNAME"],
      ["203.0.113.225", "A"],
    ],
  ],
  ["api.example.com", "AAAA", [["2001:db8:aa::7", "AAAA"]]],
  ["db.internal.example", "A", [["10.20.1.30", "A"]]],
];

function resolverFile(atMs: number): string {
  const hour = Math.floor((atMs - START) / HOUR);
  const at = new Date(START + hour * HOUR);
  const [day, time] = at.toISOString().split("T") as [string, string];
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 2)}00Z`;
  const hash = ((hour + 3) * 2246822519).toString(16).slice(-8).padStart(8, "0");
  return `AWSLogs/${ACCOUNT}/vpcdnsquerylogs/${VPC}/${day.replaceAll("-", "/")}/${VPC}_vpcdnsquerylogs_${ACCOUNT}_${stamp}_${hash}.log.gz`;
}

function ask({ files, random, truth }: Scene, query: Query): void {
  const { instance } = query;
  const answers: Answer[] = (query.answers ?? []).map(([Rdata, Type]) => ({ Rdata, Type, Class: "IN" }));
  const record = {
    version: "1.100000",
    account_id: ACCOUNT,
    region: REGION,
    vpc_id: VPC,
    query_timestamp: new Date(Math.floor(query.atMs / SECOND) * SECOND).toISOString().replace(".000Z", "Z"),
    query_name: `${query.name}.`,
    query_type: query.type,
    query_class: "IN",
    rcode: query.rcode ?? "NOERROR",
    answers,
    srcaddr: instance.privateIp,
    srcport: String(random.whole(32_768, 60_999)),
    transport: "UDP",
    srcids: random.chance(0.15) ? { instance: instance.instanceId } : {},
  };
  files.add(resolverFile(query.atMs), { atMs: query.atMs, text: JSON.stringify(record) });
  const told = truthOf(truth, instance.instanceId);
  told.queries.set(query.name, (told.queries.get(query.name) ?? 0) + 1);
  if (answers.some(({ Rdata, Type }) => Type === "A" && Rdata === INDICATOR)) {
    told.matchedBy.add("dns");
    told.resolvedToIndicator.add(query.name);
    tieToIndicator(truth, "dns", query.atMs);
  }
}

function background(scene: Scene, scale: number): void {
  const { random } = scene;
  for (const instance of INSTANCES) {
    const to = instance.terminatedAt ?? END;
    for (let at = Math.max(START, instance.launchedAt); at < to; at += MINUTE) {
      if (!random.chance(0.78 * scale)) continue;
      const atMs = at + random.whole(0, 59) * SECOND;
      if (random.chance(0.04)) {
        ask(scene, { atMs, instance, name: `host-${random.whole(1, 40)}.corp.example`, type: "A", rcode: "NXDOMAIN" });
      } else {
        const [name, type, answers] = random.pick(EVERYDAY);
        ask(scene, { atMs, instance, name, type, answers });
      }
    }
  }
}

/** The name behind the indicator: asked once long before by an instance that is gone, then by the two that were taken. */
function lookups(scene: Scene): void {
  const chain: [string, string][] = [
    ["edge-7.example.org.", "CNAME"],
    [INDICATOR, "A"],
  ];
  ask(scene, { atMs: START + 10 * HOUR, instance: BATCH_1, name: INDICATOR_NAME, type: "A", answers: chain });
  for (const [instance, atMs] of [
    [WEB_2, STORY.lookupAt],
    [APP_2, STORY.innerBeaconFrom - 4 * SECOND],
  ] as const) {
    ask(scene, { atMs, instance, name: INDICATOR_NAME, type: "A", answers: chain });
    ask(scene, { atMs: atMs + SECOND, instance, name: INDICATOR_NAME, type: "AAAA" });
  }
}

/** Data carried out in names: each is asked once, and none is answered with an address. */
function tunnel(scene: Scene): void {
  for (let n = 0; n < 60; n += 1) {
    const name = `${scene.random.hex(28)}.t.${INDICATOR_NAME}`;
    ask(scene, {
      atMs: STORY.tunnelFrom + n * 20 * SECOND,
      instance: APP_2,
      name,
      type: "TXT",
      answers: [[`"${scene.random.hex(12)}"`, "TXT"]],
    });
  }
}

/** Names that the second instance's tool works out, one after the other, while it looks for a controller that answers: none is there. */
function generatedNames(scene: Scene): void {
  for (let n = 0; n < 24; n += 1) {
    const label = Array.from({ length: 12 }, () => scene.random.pick([..."bcdfghjklmnpqrstvwxz"])).join("");
    const name = `${label}.example`;
    ask(scene, { atMs: STORY.namesFrom + n * 15 * SECOND, instance: APP_2, name, type: "A", rcode: "NXDOMAIN" });
  }
}

/** One object of the resolver's log was put beside the evidence a second time, with a few queries of the hour before. */
export function deliverQueriesAgain(files: LogFiles): void {
  const { units } = files.copyOf(resolverFile(START + 20 * HOUR));
  const before = files.copyOf(resolverFile(START + 19 * HOUR)).units.slice(0, 7);
  for (const unit of [...before, ...units]) files.add("again/resolver-queries-20h.log", unit);
}

function brokenLines(files: LogFiles): void {
  const broken = [
    '{"version":"1.100000","account_id":"111122223333","query_name":"cut.exam',
    '{"query_timestamp":"not a time","query_name":"x."}',
  ];
  for (const [index, text] of broken.entries()) {
    files.add(resolverFile(START + 5 * HOUR), { atMs: START + 5 * HOUR + index * SECOND, text, broken: true });
  }
}

export function writeResolverLog(scene: Scene, scale: number): void {
  background(scene, scale);
  lookups(scene);
  tunnel(scene);
  // A chance of its own, as what was there before stays as it was.
  generatedNames({ ...scene, random: new Random(82) });
  brokenLines(scene.files);
}
