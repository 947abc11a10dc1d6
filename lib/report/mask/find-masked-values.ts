import { addressKind, addressOfReverse, canonicalAddress, reverseName } from "@/lib/core/address";
import type { CaseData } from "@/lib/report/case-data.types";
import { textsOf } from "@/lib/report/mask/texts-of";
import { WordTrie } from "@/lib/report/mask/word-trie";
import type { MaskedField } from "@/lib/report/report-settings";

/** What stands for the n-th value of a field. Those of structured fields keep their form, so that every format stays valid. */
const MASKS: Record<MaskedField, (n: number, value: string) => string> = {
  accounts: (n) => String(n).padStart(12, "0"),
  // 240.0.0.0/4 is reserved and on no network (RFC 1112); 2001:db8::/32 is for documentation (RFC 3849).
  addresses: (n, value) =>
    value.includes(":") ? `2001:db8:ffff::${n.toString(16)}` : `240.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  instances: (n) => `i-${"0".repeat(9)}${String(n).padStart(8, "0")}`,
  network: (n, value) => `${value.slice(0, value.indexOf("-"))}-${"0".repeat(9)}${String(n).padStart(8, "0")}`,
  keys: (n, value) => `${value.slice(0, 4)}MASKED${String(n).padStart(10, "0")}`,
  roles: (n) => `masked-role-${n}`,
  names: (n) => `name-${n}.invalid`,
  buckets: (n) => `masked-bucket-${n}`,
  people: (n) => `person-${n}@masked.invalid`,
  files: (n) => `file-${n}`,
};

/** Names that AWS gives to its own places say nothing of anyone. */
const COMMON = new Set(["unknown", "none", "root", "amazonaws", "com", "local", "internal"]);

const FOUND: Partial<Record<MaskedField, RegExp>> = {
  accounts: /(?<![0-9a-f])\d{12}(?![0-9a-f])/gi,
  instances: /(?<![a-z0-9])i-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-f])/gi,
  network:
    /(?<![a-z0-9])(?:eni|subnet|vpc|vpce|sg|acl|rtb|nat|igw|tgw|tgw-attach)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-f])/gi,
  keys: /(?<![A-Z0-9])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{4,}/g,
  roles: /(?<=:(?:assumed-role|role|user|instance-profile)\/)[\w+=,.@/-]+/g,
  // In an ARN, an s3:// address, or the host or the path of an address of S3.
  buckets:
    /(?<=arn:aws[a-z-]*:s3:::)[a-z0-9.-]+|(?<=s3:\/\/)[a-z0-9.-]+|(?<![a-z0-9.-])[a-z0-9][a-z0-9.-]*(?=\.s3(?:[.-][a-z0-9-]+){0,4}\.amazonaws\.com)|(?<=(?<![a-z0-9.-])s3(?:[.-][a-z0-9-]+){0,4}\.amazonaws\.com(?:\.cn)?\/)[a-z0-9.-]+/gi,
  people: /(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi,
};
const ADDRESSES =
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)|(?<![\da-f:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\da-f:.])/gi;
const EMAIL = /[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+/g;
/** Names by which addresses are looked up (RFC 1035 section 3.5, RFC 3596 section 2.5). */
const REVERSED = /(?<![\d.a-f])(?:\d{1,3}\.){4}in-addr\.arpa|(?:[\da-f]\.){32}ip6\.arpa/gi;
const DASHED = /(?<=\bip-)\d{1,3}(?:-\d{1,3}){3}/gi;

/** Values of the chosen fields in a case, each with what stands for it; the same for the same case, whatever the format. */
export function findMaskedValues(data: CaseData, fields: readonly MaskedField[]): Map<string, string> {
  const masks = new Map<string, string>();
  const texts = textsOf(data);
  const flagged = new Set(data.documents.map(({ indicator }) => indicator.ip ?? ""));
  for (const field of fields) {
    const values = [...new Set([...told(data, field), ...found(texts, field)])]
      .filter((value) => value.length > 1 && !flagged.has(value) && !COMMON.has(value.toLowerCase()))
      .filter((value) => !masks.has(value))
      .sort();
    for (const [value, mask] of masksFor(field, values, texts)) {
      masks.set(value, mask);
      if (field !== "addresses") continue;
      if (!value.includes(":")) masks.set(value.replaceAll(".", "-"), mask.replaceAll(".", "-"));
      const [reverse, covered] = [reverseName(value), reverseName(mask)];
      if (reverse !== null && covered !== null) masks.set(reverse, covered);
    }
  }
  return masks;
}

/** A mask for each value, none of which is in a text: a case may hold the very text that would stand for another value. */
function masksFor(field: MaskedField, values: readonly string[], texts: readonly string[]): Map<string, string> {
  const masks = new Map<string, string>();
  let n = 0;
  for (let left = values; left.length > 0; ) {
    const trie = new WordTrie<string>();
    for (const value of left) {
      const mask = MASKS[field](++n, value);
      masks.set(value, mask);
      trie.add(mask, mask);
    }
    const taken = new Set(texts.flatMap((text) => trie.valuesIn(text)));
    left = left.filter((value) => taken.has(masks.get(value) ?? ""));
  }
  return masks;
}

/** Values by their place in the documents. */
function told(data: CaseData, field: MaskedField): string[] {
  const { documents } = data;
  const instances = documents.flatMap((document) => document.instances);
  const roleNames = (arn: string) => arn.split("/").slice(1);
  switch (field) {
    case "accounts":
      return instances.flatMap(({ accountId }) => accountId ?? []);
    case "addresses":
      return instances.flatMap(({ interfaces }) =>
        interfaces.flatMap(({ privateIps, publicIps }) => [...privateIps, ...publicIps]),
      );
    case "instances":
      return instances.map(({ instanceId }) => instanceId);
    case "network":
      return [
        ...instances.flatMap(({ vpcId, subnetId, interfaces }) => [
          ...[vpcId ?? "", subnetId ?? ""],
          ...interfaces.map(({ interfaceId }) => interfaceId),
        ]),
        ...documents.flatMap(({ unattributed }) => unattributed.map(({ interfaceId }) => interfaceId ?? "")),
      ];
    case "keys":
      return instances.flatMap(({ roles, chainedSessions, offInstanceUse }) =>
        [...roles, ...chainedSessions, ...offInstanceUse].flatMap(({ accessKeyIds }) => accessKeyIds),
      );
    case "roles":
      return [
        ...instances.flatMap(({ roles }) =>
          roles.flatMap(({ roleArn, sessionName }) => [...roleNames(roleArn), sessionName]),
        ),
        ...instances.flatMap(({ chainedSessions }) =>
          chainedSessions.flatMap(({ principalArn }) => roleNames(principalArn)),
        ),
        ...data.events.flatMap(({ fields }) =>
          [fields.session, fields.role_name].flatMap((value) => (typeof value === "string" ? [value] : [])),
        ),
      ];
    case "names":
      return [
        ...instances.flatMap(({ domains }) =>
          domains.flatMap(({ name, answers, resolvedToIndicator }) =>
            resolvedToIndicator ? [] : [name, ...answers.flatMap(nameIn)],
          ),
        ),
        ...data.events.flatMap(({ source, fields }) =>
          source === "dns" && fields.gave_indicator === false
            ? [String(fields.name), ...String(fields.answers).split(", ").flatMap(nameIn)]
            : [],
        ),
      ];
    case "people":
      return [
        ...data.audit.entries.map(({ actor }) => actor),
        ...data.audit.entries.map(({ subject }) => subject ?? ""),
        ...data.custody.map(({ loadedBy }) => loadedBy ?? ""),
        data.frozen?.approvedBy ?? "",
        ...textsOf(data.annotations).flatMap((text) => text.match(EMAIL) ?? []),
      ].filter((actor) => actor.includes("@"));
    case "files":
      return [
        ...documents.flatMap(({ evidence }) => evidence.map(({ name }) => name)),
        ...data.custody.flatMap(({ names }) => names),
        // Of files that are there no more only the trail tells.
        ...data.audit.entries.flatMap(({ subject, ofFile }) => (ofFile && subject !== null ? [subject] : [])),
      ];
    case "buckets":
      return [];
  }
}

/** The name that an answer leads to (CNAME, PTR, MX, SRV: the last of its words); none in what gives an address or a text. */
function nameIn(answer: string): string[] {
  const last = answer.trim().split(/\s+/).at(-1)?.replace(/\.$/, "") ?? "";
  return /^[\w-]+(\.[\w-]+)+$/.test(last) && /[a-z]/i.test(last) && canonicalAddress(last) === null ? [last] : [];
}

/** Values by their look, wherever they stand. */
function found(texts: readonly string[], field: MaskedField): string[] {
  const all = (pattern: RegExp) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([value]) => value));
  if (field === "addresses") {
    const dashed = all(DASHED).map((value) => value.replaceAll("-", "."));
    const reversed = all(REVERSED).flatMap((value) => addressOfReverse(value) ?? []);
    return [...all(ADDRESSES), ...dashed, ...reversed].filter((value) => {
      const ip = canonicalAddress(value);
      return ip !== null && addressKind(ip) === "private";
    });
  }
  const pattern = FOUND[field];
  if (!pattern) return [];
  const values = all(pattern);
  // A role and its session stand in one ARN.
  return field === "roles" ? values.flatMap((value) => value.split("/")) : values;
}
