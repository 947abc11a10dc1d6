import { readFile } from "node:fs/promises";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { logFault } from "@/lib/log/log";
import { listReference, type ReferenceFileRow } from "@/lib/reference/list-reference";
import { type Place, Places } from "@/lib/reference/places";
import { awsLabel, readAwsRanges } from "@/lib/reference/read-aws-ranges";
import type { AddressLabel, Listed } from "@/lib/reference/reference.types";
import { referencePath } from "@/lib/reference/reference-path";

type Source = (ip: string) => { aws: AddressLabel["aws"] } | Place | null;

const KEPT_FILES = 6;
const MOST_MARKS = 20;
const opened = new KeptAnswers<Source>(KEPT_FILES);

async function openSource({ kind, sha256 }: ReferenceFileRow): Promise<Source> {
  try {
    const bytes = await readFile(referencePath(sha256));
    if (kind === "places") {
      const places = new Places(bytes);
      return (ip) => places.find(ip);
    }
    const ranges = readAwsRanges(JSON.parse(bytes.toString("utf8")));
    return (ip) => (ranges ? { aws: awsLabel(ranges.table, ip) } : null);
  } catch (error) {
    // Its bytes are gone or damaged: pages do without what it would have said, and look again.
    opened.forget(sha256);
    logFault(error, "reference data");
    return () => null;
  }
}

/** What the reference data say of addresses (canonical text), each once. What nothing is known of has an empty label. */
export async function labelAddresses(ips: readonly string[]): Promise<Map<string, AddressLabel>> {
  const asked = [...new Set(ips)];
  const files = asked.length === 0 ? [] : await listReference();
  const sources = await Promise.all(
    files.filter(({ kind }) => kind !== "indicators").map((file) => opened.get(file.sha256, () => openSource(file))),
  );
  const listed = files.some(({ kind }) => kind === "indicators") ? await listedAddresses(asked) : new Map();
  return new Map(
    asked.map((ip) => {
      const label: AddressLabel = { aws: null, country: null, owner: null, listed: listed.get(ip) ?? [] };
      for (const source of sources) {
        const found = source(ip);
        if (found === null) continue;
        if ("aws" in found) label.aws ??= found.aws;
        else {
          label.country ??= found.country;
          label.owner ??= found.owner;
        }
      }
      return [ip, label];
    }),
  );
}

/** What AWS's published ranges say of an address, for as many as wanted; null for all where no such file was given. */
export async function openAwsRanges(): Promise<(ip: string) => AddressLabel["aws"]> {
  const files = (await listReference()).filter(({ kind }) => kind === "aws-ranges");
  const sources = await Promise.all(files.map((file) => opened.get(file.sha256, () => openSource(file))));
  return (ip) => {
    for (const source of sources) {
      const found = source(ip);
      if (found !== null && "aws" in found && found.aws !== null) return found.aws;
    }
    return null;
  };
}

const MARK = `coalesce(host(e.network) || CASE WHEN masklen(e.network) < CASE family(e.network) WHEN 4 THEN 32 ELSE 128 END
                                             THEN '/' || masklen(e.network) ELSE '' END, e.name) AS value,
  CASE WHEN e.network IS NULL THEN 'name' ELSE 'network' END AS kind, e.note, f.name AS list, f.sha256,
  (extract(epoch FROM f.dated) * 1000)::float8 AS "datedMs"`;

async function listedAddresses(ips: readonly string[]): Promise<Map<string, Listed[]>> {
  const { rows } = await pool().query<Listed & { asked: string }>(
    `SELECT host(a.ip) AS asked, m.* FROM unnest($1::inet[]) a(ip)
      CROSS JOIN LATERAL (SELECT ${MARK} FROM reference_entries e JOIN reference_files f ON f.id = e.file_id
                           WHERE e.network >>= a.ip ORDER BY masklen(e.network) DESC, f.name, f.id LIMIT ${MOST_MARKS}) m`,
    [ips],
  );
  return byAsked(rows);
}

/** Which names (lower case) stand in a list, or lie below one that does. */
export async function listedNames(names: readonly string[]): Promise<Map<string, Listed[]>> {
  const asked = [...new Set(names)];
  if (asked.length === 0) return new Map();
  const pairs = asked.flatMap((name) => withParents(name).map((parent) => [name, parent] as const));
  const { rows } = await pool().query<Listed & { asked: string }>(
    `SELECT a.asked, ${MARK} FROM unnest($1::text[], $2::text[]) a(asked, parent)
       JOIN reference_entries e ON e.name = a.parent JOIN reference_files f ON f.id = e.file_id
      ORDER BY length(e.name) DESC, f.name, f.id`,
    [pairs.map(([name]) => name), pairs.map(([, parent]) => parent)],
  );
  return byAsked(rows);
}

/** `a.b.example`: itself and `b.example`. A name of the wire has 127 labels at most. */
function withParents(name: string): string[] {
  const labels = name.split(".").slice(-127);
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join("."));
}

function byAsked(rows: readonly (Listed & { asked: string })[]): Map<string, Listed[]> {
  const found = new Map<string, Listed[]>();
  for (const { asked, ...mark } of rows) {
    const marks = found.get(asked) ?? [];
    if (marks.length < MOST_MARKS) marks.push(mark);
    found.set(asked, marks);
  }
  return found;
}
