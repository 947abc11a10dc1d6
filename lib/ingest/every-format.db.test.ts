import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { ALL_FORMS } from "@/lib/formats/test-forms";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import type { FileForm } from "@/lib/sources/archive/tell-form";
import { makeTar, makeZip } from "@/lib/sources/archive/test-archive";
import type { Codec } from "@/lib/sources/compression/codec";
import { codecOf } from "@/lib/sources/compression/codec";

const RECORDS = 9;
const WITHIN_MS = 240_000;

interface Written {
  name: string;
  bytes: Buffer;
  form: (typeof ALL_FORMS)[number];
}

let database: TestDatabase;
let folder: string;
let files: Written[];
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-forms-"));
  files = await Promise.all(
    ALL_FORMS.map(async (form, at) => ({
      ...{ name: `${String(at).padStart(3, "0")}-${form.name.replaceAll(/[^\w]+/g, "-")}`, form },
      bytes: Buffer.from(await form.write(RECORDS)),
    })),
  );
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** A frame of blocks that are not compressed, as RFC 8878 allows. */
function zstd(content: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let from = 0; from === 0 || from < content.length; from += 1 << 17) {
    const part = content.subarray(from, from + (1 << 17));
    const head = Buffer.alloc(3);
    head.writeUIntLE((part.length << 3) | (from + part.length >= content.length ? 1 : 0), 0, 3);
    blocks.push(head, part);
  }
  return Buffer.concat([Buffer.from("28b52ffd0058", "hex"), ...blocks]);
}

/** Eight lines of a flow log, as the usual command compresses them: there is nothing here that could do so. */
const BZIP2 =
  "QlpoOTFBWSZTWfT1vEkAANxfAFwQQAN/4CoY1AA/ITABLABqT0j8pAAAAAxkxNMJpiYCaYAqkJ6aUIaaMgNBog4AZACcAVgB9D2ZmaET6aq1YSSSYBJJJON9VVVVbDQzOJqvga1sOwuguLHmLRCO0VzkbrriyImCLi0DbQWiLjoOY6DCN0c87tt9hxGg2GAuI6DTWs513BMzNxPIJxMz4bxaJFri3ILK2qquMBQm+JnoO8M5zBnPALBxG4eIcBIsMI9EeqPZ7urCMPkZF0WY6rWOA+h9j8H6KHYfwsP8XckU4UJD09bxJA==";

type Container = { title: string; pack(name: string, bytes: Buffer): Promise<[name: string, bytes: Buffer]> };
const compressed = (title: string, suffix: string, pack: (bytes: Buffer) => Buffer): Container => ({
  title,
  pack: async (name, bytes) => [`${name}${suffix}`, pack(bytes)],
});
const PLAIN: Container = { title: "as it is", pack: async (name, bytes) => [name, bytes] };
/** For every codec that is known; bzip2 stands apart. */
const CODECS: Record<Exclude<Codec, "bzip2">, Container> = {
  gzip: compressed("gzip", ".gz", gzipSync),
  zstd: compressed("zstd", ".zst", zstd),
};
/** For every container that is unpacked. */
const ARCHIVES: Record<Exclude<FileForm, "log" | "parquet" | "packed">, Container[]> = {
  zip: [{ title: "zip", pack: async (name, content) => [`${name}.zip`, makeZip([{ name, content }])] }],
  tar: [
    { title: "tar", pack: async (name, content) => [`${name}.tar`, await makeTar([{ name, content }])] },
    { title: "tar.gz", pack: async (name, content) => [`${name}.tgz`, gzipSync(await makeTar([{ name, content }]))] },
  ],
};
const PACKED: Container[] = [
  {
    title: "several members of gzip",
    pack: async (name, bytes) => {
      const at = bytes.length >> 1;
      return [`${name}.gz`, Buffer.concat([gzipSync(bytes.subarray(0, at)), gzipSync(bytes.subarray(at))])];
    },
  },
  { title: "gzip in gzip", pack: async (name, bytes) => [`${name}.gz.gz`, gzipSync(gzipSync(bytes))] },
];
const CONTAINERS = [PLAIN, ...Object.values(CODECS), ...Object.values(ARCHIVES).flat(), ...PACKED];

/** What a new case says of each form once all lie in a container of their own. */
async function accountsIn({ title, pack }: Container) {
  const { id: caseId } = await createCase({ title });
  const below = await mkdtemp(path.join(folder, "container-"));
  for (const { name, bytes, form } of files) {
    // A format that is given holds for a whole load.
    const part = path.join(below, form.flowColumns ? `given ${form.flowColumns.join(" ")}` : "plain");
    await mkdir(part, { recursive: true });
    const [packed, content] = await pack(name, bytes);
    await writeFile(path.join(part, packed), content);
  }
  const given = new Set(files.map(({ form }) => form.flowColumns?.join(" ") ?? null));
  for (const flowFormat of given) {
    const part = path.join(below, flowFormat === null ? "plain" : `given ${flowFormat}`);
    expect(await loadEvidence({ caseId, paths: [part], flowFormat })).toMatchObject({ state: "done", filesFailed: [] });
  }
  await rm(below, { recursive: true });
  const accounts = await fileAccounts(caseId);
  return files.map(({ name }) => {
    const own = accounts.filter((account) => account.kind !== "archive" && account.name.includes(name));
    return {
      name,
      found: own.map(({ kind, records, rejected, blank, headers }) => ({ kind, records, rejected, blank, headers })),
    };
  });
}

describe("every form of every kind", () => {
  it.each(CONTAINERS.map((one) => [one.title, one] as const))(
    "is all in the account of its file: %s",
    async (_title, container) => {
      const expected = files.map(({ name, form: { kind, headers = 0 } }) => ({
        name,
        found: [{ kind, records: RECORDS, rejected: 0, blank: 0, headers }],
      }));
      expect(await accountsIn(container)).toEqual(expected);
    },
    WITHIN_MS,
  );

  it("of bzip2 is read, too", async () => {
    const bytes = Buffer.from(BZIP2, "base64");
    expect(codecOf(bytes)).toBe("bzip2");
    const { id: caseId } = await createCase({ title: "bzip2" });
    const below = await mkdtemp(path.join(folder, "bzip2-"));
    await writeFile(path.join(below, "flow.log.bz2"), bytes);
    await loadEvidence({ caseId, paths: [below] });
    expect(await fileAccounts(caseId)).toMatchObject([
      { kind: "vpc-flow", records: 8, rejected: 0, blank: 0, headers: 0 },
    ]);
  });
});
