import type { Archive } from "@/lib/athena/tables/archive.types";
import { mergeArchives } from "@/lib/athena/tables/propose-tables";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AwsFault } from "@/lib/aws/aws-fault";
import type { OpenAthena } from "@/lib/fetch/in-athena";
import { runInLanes } from "@/lib/fetch/run-in-lanes";
import type { ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { listLogs } from "@/lib/sources/log-inventory/list-logs";
import { listKeys } from "@/lib/sources/s3/list-keys";
import { S3Bucket } from "@/lib/sources/s3/s3-bucket";
import type { SourceContext } from "@/lib/sources/source.types";

/** Of a whole organisation the first accounts and regions are asked; a table over another one is made from a connection to it. */
const MOST_PLACES = 40;
const AT_ONCE = 6;
const ORGANISATION = /\/(o-[a-z0-9]{10,32}\/)$/;

/** The logs of the connection's accounts and regions that lie in buckets, and in words what could not be found out. */
export async function listArchives({ clients, signal }: OpenAthena): Promise<{ archives: Archive[]; notes: string[] }> {
  const { connection, askedBy } = clients.input;
  const all = connection.accounts.flatMap(({ accountId }) =>
    connection.regions.map((region) => ({ accountId, region })),
  );
  const places = all.slice(0, MOST_PLACES);
  const found: { archives: Archive[]; notes: string[] }[] = [];
  await runInLanes([...places.entries()], {
    ...{ most: AT_ONCE, laneOf: ([at]) => String(at), atOnce: () => 1 },
    work: async ([at, place]) => {
      const own = new AwsClients({ connection, ...place, askedBy });
      const context = { clients: own, ...place, signal };
      try {
        const { logs, refusals } = await listLogs(context);
        const told = await Promise.all(logs.map((log) => archivesOf(log, context)));
        found[at] = {
          archives: told.flatMap(({ archives }) => archives),
          notes: [...refusals, ...told.flatMap(({ notes }) => notes)],
        };
      } finally {
        await own.close();
      }
    },
  });
  const unasked = all.length - places.length;
  return {
    archives: mergeArchives(found.flatMap(({ archives }) => archives)),
    notes: [
      ...new Set(found.flatMap(({ notes }) => notes)),
      ...(unasked > 0 ? [`${unasked} more of the connection's accounts and regions were not asked.`] : []),
    ],
  };
}

async function archivesOf(log: ExistingLog, context: SourceContext): Promise<{ archives: Archive[]; notes: string[] }> {
  const { archive, kind, id, where, place } = log;
  const none = (why: string) => ({ archives: [], notes: [`No table is made over ${id}: ${why}`] });
  if (place?.kind !== "s3") return none(`it goes to ${where}, which Athena does not read.`);
  if (archive === null) return none(`${where} has a name that the text of a statement does not take.`);
  if (kind === "dns" && archive.vpcs.length === 0) return none("no VPC is associated with it.");
  return log.ofOrganisation ? ofOrganisation(archive, context) : { archives: [archive], notes: [] };
}

/** Behind the folder of an organisation's trail the organisation's own stands, which only the bucket tells. */
async function ofOrganisation(archive: Archive, { clients, signal }: SourceContext) {
  const { connection } = clients.input;
  const bucket = new S3Bucket(clients, { bucket: archive.bucket, requesterPays: false }, signal);
  const roots: string[] = [];
  try {
    for await (const { folders } of listKeys(bucket, { prefix: archive.root, folders: true }))
      roots.push(...folders.filter((folder) => ORGANISATION.test(folder)));
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return { archives: [], notes: [error.message] };
  }
  const accounts = connection.accounts.map(({ accountId }) => accountId);
  const regions = [...new Set([...archive.regions, ...connection.regions])];
  return {
    archives: roots.map((root) => ({ ...archive, root, accounts, regions })),
    notes: roots.length > 0 ? [] : [`No folder of an organisation lies in s3://${archive.bucket}/${archive.root}.`],
  };
}
