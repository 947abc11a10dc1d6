import { type DayForm, dayFormOf } from "@/lib/sources/s3/day-form";
import { type KeyPage, listKeys } from "@/lib/sources/s3/list-keys";
import { isWorthLooking, padOf, readLogFolder } from "@/lib/sources/s3/log-folder";
import type { S3Bucket } from "@/lib/sources/s3/s3-bucket";

/** A place below which the objects of one log lie. */
export interface LogRoot {
  prefix: string;
  /** Null: without folders by day. */
  days: DayForm | null;
  /** First and last year that there is a folder of. */
  years: [number, number] | null;
  /** Without folders by day: whether all that begins with the prefix belongs to it, or what lies right below alone. */
  whole: boolean;
}

export interface FoundRoots {
  roots: LogRoot[];
  /** Folders that were not looked into, because there are too many. */
  unseen: number;
}

/** Folders that are looked into at most: an archive of a thousand accounts is asked for by account. */
const MOST_FOLDERS = 1500;
const AT_ONCE = 8;
/** Folders of one kind beside each other: log streams of an export, executions, tasks. */
const MOST_ALIKE = 300;

/**
 * Looks at what lies below a prefix, folder by folder, until folders are named for days: how deep that is, and what stands
 * between, is the affair of each archive (accounts, regions, an organisation's id, Hive's names). Throws AwsFault.
 */
export async function findLogRoots(bucket: S3Bucket, prefix: string): Promise<FoundRoots> {
  // Whoever names a day, or a year, wants what lies there.
  if (prefix.split("/").some((step) => dayFormOf(step) !== null)) return { roots: [wholeOf(prefix)], unseen: 0 };
  const found: FoundRoots = { roots: [], unseen: 0 };
  let level = [prefix];
  let seen = 0;
  while (level.length > 0) {
    const below: string[] = [];
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const some = level.slice(at, at + AT_ONCE);
      if (seen + some.length > MOST_FOLDERS) {
        found.unseen += level.length - at + below.length;
        return found;
      }
      seen += some.length;
      const looked = await Promise.all(some.map((folder) => lookInto(bucket, folder)));
      for (const { roots, folders } of looked) {
        found.roots.push(...roots);
        below.push(...folders);
      }
    }
    level = below;
  }
  return found;
}

async function lookInto(bucket: S3Bucket, prefix: string): Promise<{ roots: LogRoot[]; folders: string[] }> {
  const folders: string[] = [];
  let objects = false;
  for await (const page of listKeys(bucket, { prefix, folders: true })) {
    folders.push(...page.folders);
    objects ||= hasObject(page, prefix);
    if (folders.length > MOST_ALIKE || (objects && folders.length === 0)) break;
  }
  const days = folders.map((folder) => dayFormOf(nameOf(folder)));
  // A prefix may end within a name.
  const roots = rootsOf(prefix.slice(0, prefix.lastIndexOf("/") + 1), days);
  const others = folders.filter((folder, at) => days[at] === null && isWorthLooking(prefix, nameOf(folder)));
  // Too many to look into one by one: what lies below is listed whole, and told apart by the times of its objects.
  if (others.length > MOST_ALIKE) return { roots: [wholeOf(prefix)], folders: [] };
  if (objects) roots.push({ ...wholeOf(prefix), whole: false });
  return { roots, folders: others };
}

const wholeOf = (prefix: string): LogRoot => ({ prefix, days: null, years: null, whole: true });
/** Folder markers hold nothing. */
const hasObject = ({ objects }: KeyPage, prefix: string) => objects.some(({ key }) => key !== prefix);
const nameOf = (folder: string) => folder.slice(0, -1).split("/").at(-1) ?? "";

function rootsOf(prefix: string, days: readonly ReturnType<typeof dayFormOf>[]): LogRoot[] {
  const forms = new Map<string, { form: DayForm; years: [number, number] }>();
  for (const day of days) {
    if (day === null) continue;
    const form = day.form.kind === "slashes" ? { ...day.form, pad: padOf(readLogFolder(prefix).service) } : day.form;
    const key = JSON.stringify(form);
    const known = forms.get(key);
    const [first, last] = known?.years ?? [day.year, day.year];
    forms.set(key, { form, years: [Math.min(first, day.year), Math.max(last, day.year)] });
  }
  return [...forms.values()].map(({ form, years }) => ({ prefix, days: form, years, whole: false }));
}
