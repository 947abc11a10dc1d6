#!/usr/bin/env node
// Checks a Threadline bundle with Node.js alone: node verify.mjs [--fingerprint HEX] [--originals FOLDER]
// It says what holds and what does not, and ends with status 1 if anything does not. It opens no network connection.
//
//   1. every file is the one of MANIFEST.sha256 (the format of sha256sum -c), and no other file is here
//   2. MANIFEST.sha256 and document.json are signed (Ed25519) by keys that are in keys/
//   3. every record that the document or the report cites is in extracts/, or of a file of the evidence manifest
//   4. with --originals: the original files are the ones that the evidence manifest names
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const MANIFEST = "MANIFEST.sha256";
const MANIFEST_SIGNATURE = "MANIFEST.sha256.sig.json";
const folder = dirname(fileURLToPath(import.meta.url));
const options = readOptions(process.argv.slice(2));
const faults = [];

function readOptions(words) {
  const read = {};
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, "");
    if (!["fingerprint", "originals"].includes(name) || words[at + 1] === undefined) {
      process.stderr.write("usage: node verify.mjs [--fingerprint HEX] [--originals FOLDER]\n");
      process.exit(2);
    }
    read[name] = words[at + 1];
  }
  return read;
}

/** Text of a bundle or an original as a terminal may show it. */
const shown = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
const say = (text) => process.stdout.write(`${shown(text)}\n`);
const fault = (text) => {
  faults.push(text);
  say(`FAILED  ${text}`);
};

/** Every file below a folder, by its path from there. */
function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    );
}

async function sha256(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

const read = (name) => readFileSync(join(folder, name));
function readJson(name) {
  try {
    return JSON.parse(read(name).toString("utf8"));
  } catch {
    fault(`${name} is missing or is no JSON`);
    return null;
  }
}

async function checkManifest() {
  const listed = new Map();
  for (const line of existsSync(join(folder, MANIFEST)) ? read(MANIFEST).toString("utf8").split("\n") : []) {
    if (line === "") continue;
    const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (name === undefined || name.startsWith("/") || name.split("/").includes(".."))
      fault(`${MANIFEST} has a line that is none`);
    else listed.set(name, hash);
  }
  if (listed.size === 0) return fault(`${MANIFEST} is missing or empty`);
  const here = new Set(filesBelow(folder));
  for (const [name, hash] of listed) {
    if (!here.has(name)) fault(`${name} is missing`);
    else if ((await sha256(join(folder, name))) !== hash) fault(`${name} is not the file of the manifest`);
  }
  for (const name of here)
    if (!listed.has(name) && name !== MANIFEST && name !== MANIFEST_SIGNATURE) fault(`${name} is not in the manifest`);
  say(`${listed.size} files held against ${MANIFEST}`);
}

/** True where the key of that fingerprint, which must be in keys/, signed the bytes of a file. */
function checkSignature(name, signed) {
  const { fingerprint, signature } = signed ?? {};
  if (!/^[0-9a-f]{64}$/.test(String(fingerprint))) return fault(`${name}: its signature names no key`);
  try {
    const key = createPublicKey(read(`keys/${fingerprint}.pem`));
    const own = createHash("sha256")
      .update(key.export({ type: "spki", format: "der" }))
      .digest("hex");
    if (own !== fingerprint) return fault(`keys/${fingerprint}.pem is another key`);
    if (!verify(null, read(name), key, Buffer.from(String(signature), "base64")))
      return fault(`the signature of ${name} does not hold`);
  } catch {
    return fault(`the signature of ${name} cannot be checked`);
  }
  if (options.fingerprint && options.fingerprint.toLowerCase() !== fingerprint)
    return fault(`${name} is signed by the key ${fingerprint}, not by the one you named`);
  say(`${name} is signed by the key ${fingerprint}`);
}

/** Records that stand in extracts/, as "sha256 record". */
function extracted() {
  const found = new Set();
  for (const name of filesBelow(folder)) {
    const [, hash] = /^extracts\/([0-9a-f]{64})\.jsonl$/.exec(name) ?? [];
    if (hash === undefined) continue;
    for (const line of read(name).toString("utf8").split("\n")) {
      if (line === "") continue;
      try {
        const { record, text } = JSON.parse(line);
        if (typeof text === "string") found.add(`${hash} ${record}`);
      } catch {
        fault(`${name} has a line that is no JSON`);
      }
    }
  }
  return found;
}

/** Every {sha256, record} anywhere in the document, and every footnote of the report. */
function citations(data) {
  const cited = new Set();
  const walk = (value) => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (value !== null && typeof value === "object") {
      if (typeof value.sha256 === "string" && Number.isInteger(value.record))
        cited.add(`${value.sha256} ${value.record}`);
      for (const member of Object.values(value)) walk(member);
    }
  };
  walk(data);
  for (const name of ["report.html", "report.md"])
    if (existsSync(join(folder, name)))
      for (const [, hash, record] of read(name)
        .toString("utf8")
        .matchAll(/SHA\\?-256 ([0-9a-f]{64}), record (\d+)/g))
        cited.add(`${hash} ${record}`);
  return cited;
}

function checkCitations(data) {
  const files = new Set((data.documents ?? []).flatMap(({ evidence }) => evidence.map((file) => file.sha256)));
  const texts = extracted();
  const cited = citations(data);
  let without = 0;
  for (const one of cited) {
    const [hash, record] = one.split(" ");
    if (texts.has(one)) continue;
    without += 1;
    if (!files.has(hash))
      fault(`record ${record} of ${hash} is cited, and neither extracted nor of a file of the evidence manifest`);
  }
  for (const one of texts)
    if (!files.has(one.split(" ")[0]))
      fault(`extracts/${one.split(" ")[0]}.jsonl is of no file of the evidence manifest`);
  say(`${cited.size} records are cited: ${cited.size - without} are extracted, ${without} by file and number alone`);
}

async function checkOriginals(data, root) {
  const wanted = new Map();
  for (const { evidence } of data.documents ?? []) for (const file of evidence) wanted.set(file.sha256, file.name);
  const found = new Set();
  const names = new Map();
  for (const name of filesBelow(root)) {
    const hash = await sha256(join(root, name));
    found.add(hash);
    names.set(name.split("/").at(-1), hash);
  }
  let inside = 0;
  for (const [hash, name] of wanted) {
    if (found.has(hash)) continue;
    const [archive, member] = name.split("!");
    // A file inside an archive has the archive's hash to answer for it.
    if (member !== undefined && [...wanted].some(([of, own]) => own === archive && found.has(of))) inside += 1;
    else if (names.has(name.split("/").at(-1))) fault(`original ${name} is not what was loaded (${hash})`);
    else fault(`original ${name} (${hash}) is not in ${root}`);
  }
  say(`${wanted.size} originals: ${inside} inside archives that are what was loaded, the others by their own hash`);
}

await checkManifest();
checkSignature(MANIFEST, readJson(MANIFEST_SIGNATURE));
const signatures = readJson("signatures.json");
checkSignature("document.json", signatures?.document);
const document = readJson("document.json");
if (document !== null) {
  const data = document.data ?? document;
  checkCitations(data);
  if (options.originals !== undefined) await checkOriginals(data, options.originals);
}
say(
  faults.length === 0 ? "All of it holds." : `${faults.length} of it ${faults.length === 1 ? "does" : "do"} not hold.`,
);
if (!options.fingerprint) say("Compare the key's fingerprint with the one that the installation's people give you.");
process.exit(faults.length === 0 ? 0 : 1);
