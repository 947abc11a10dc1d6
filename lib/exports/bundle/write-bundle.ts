import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { currentKey, publicKeyOf, signBytes } from "@/lib/custody/signing/signing-keys";
import { bundleReadme } from "@/lib/exports/bundle/bundle-readme";
import { citedRecords } from "@/lib/exports/bundle/cited-records";
import { readExtracts } from "@/lib/exports/bundle/read-extracts";
import type { ExportSource } from "@/lib/exports/read-source";
import { renderExport } from "@/lib/exports/render-export";
import { EXPORT_IDS, type ExportFormat } from "@/lib/report/export-formats";
import { csvTables } from "@/lib/report/formats/csv-tables";
import { canonicalBytes, sha256Of } from "@/lib/report/frozen-case";

const MANIFEST = "MANIFEST.sha256";
const NAMES: Record<Exclude<ExportFormat, "json" | "csv">, string> = {
  ...{ html: "report.html", pdf: "report.pdf", md: "report.md" },
  ...{ timesketch: "timesketch.jsonl", stix: "stix.json", ocsf: "ocsf.jsonl" },
};

export interface BundleOptions {
  /** Where the zip is written; its parts lie beside it until it is done. */
  path: string;
  signal?: AbortSignal;
  onProgress?: (step: string, done: number, total: number) => Promise<void>;
}

/**
 * Writes a zip that checks itself: the report, its document, the cited records, signatures and keys, a manifest and a verifier.
 * Equal sources give equal bytes: times inside are those of the source. Records pass through bounded memory.
 */
export async function writeBundle(source: ExportSource, { path, signal, onProgress }: BundleOptions): Promise<void> {
  const parts = `${path}.parts`;
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true, mode: 0o700 });
  try {
    const hashes = new Map<string, string>();
    const put = async (name: string, content: Uint8Array | AsyncIterable<string>) => {
      signal?.throwIfAborted();
      hashes.set(name, await writePart(join(parts, name), content));
    };
    await putReports(source, put, onProgress);
    const { data, settings, signed } = source;
    const isMasked = settings.masked.length > 0;
    // What was approved is signed already; anything else is signed now, for what it is.
    const document = signed !== null && !isMasked ? signed.bytes : canonicalBytes(data);
    const mark = signed !== null && !isMasked ? signed : await signBytes(document);
    await put("document.json", document);
    if (!isMasked) await putExtracts(source, put, { signal, onProgress });
    const own = await currentKey();
    for (const key of new Set([mark.fingerprint, own.fingerprint]))
      await put(`keys/${key}.pem`, Buffer.from(await publicKeyOf(key)));
    const { fingerprint, signature } = mark;
    const told = { document: { file: "document.json", sha256: sha256Of(document), fingerprint, signature } };
    await put("signatures.json", Buffer.from(`${JSON.stringify(told, null, 2)}\n`));
    await put("README.txt", Buffer.from(bundleReadme(data, { masked: settings.masked, fingerprint })));
    await put("verify.mjs", await readFile(verifierPath()));
    const names = [...hashes.keys()].sort();
    const manifest = Buffer.from(names.map((name) => `${hashes.get(name)}  ${name}\n`).join(""));
    await put(MANIFEST, manifest);
    await put(`${MANIFEST}.sig.json`, Buffer.from(`${JSON.stringify(await signBytes(manifest), null, 2)}\n`));
    await onProgress?.("Packing", 0, 0);
    await pack(parts, [...hashes.keys()].sort(), { path, at: new Date(data.madeAt) });
  } finally {
    await rm(parts, { recursive: true, force: true });
  }
}

type Put = (name: string, content: Uint8Array | AsyncIterable<string>) => Promise<void>;

async function putReports({ data, settings }: ExportSource, put: Put, onProgress: BundleOptions["onProgress"]) {
  for (const [at, format] of EXPORT_IDS.entries()) {
    await onProgress?.("Writing the report", at, EXPORT_IDS.length);
    // The document is everything in JSON.
    if (format === "json") continue;
    if (format === "csv") for (const { name, text } of csvTables(data)) await put(`tables/${name}`, Buffer.from(text));
    else await put(NAMES[format], await renderExport(format, data, settings));
  }
}

async function putExtracts(
  { data }: ExportSource,
  put: Put,
  { signal, onProgress }: Pick<BundleOptions, "signal" | "onProgress">,
): Promise<void> {
  const cited = citedRecords(data);
  let done = 0;
  for (const [sha256, records] of cited) {
    await onProgress?.("Reading the cited records", done++, cited.size);
    const lines = async function* () {
      for await (const extract of readExtracts(data.case.id, sha256, records, signal))
        yield `${JSON.stringify(extract)}\n`;
    };
    await put(`extracts/${sha256}.jsonl`, lines());
  }
}

/** Writes a part and gives its SHA-256. */
async function writePart(path: string, content: Uint8Array | AsyncIterable<string>): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (content instanceof Uint8Array) {
    await writeFile(path, content, { mode: 0o600 });
    return sha256Of(content);
  }
  const hash = createHash("sha256");
  const file = await open(path, "w", 0o600);
  try {
    for await (const text of content) {
      hash.update(text);
      await file.write(text);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

async function pack(parts: string, names: readonly string[], { path, at }: { path: string; at: Date }): Promise<void> {
  const zip = new ZipFile();
  for (const name of names) zip.addFile(join(parts, name), name, { mtime: at, mode: 0o100644 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { mode: 0o600 }));
}

/** The verifier's source: below the project, at or above the program's own file. */
function verifierPath(): string {
  for (const start of [process.argv[1] ?? "", join(process.cwd(), "x")]) {
    for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
      const found = join(folder, "lib/exports/bundle/verify.mjs");
      if (existsSync(found)) return found;
    }
  }
  throw new Error("The verifier of bundles is not installed.");
}
