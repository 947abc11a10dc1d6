import type { LogPlace } from "@/lib/sources/source.types";

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/;
/** Said of a bucket whose owner lets readers pay for what they read. */
const PAYS = "requester-pays";
const BUCKET = /^s3:\/\/([^/\s]+)\/?(.*)$/;

/**
 * Where logs lie, one a line: `s3://bucket/prefix` or the name of a log group, then account, region and `requester-pays` in any
 * order; the connection's first account and region stand for what is not written.
 */
export function readPlaces(
  text: string,
  { accountIds, regions }: { accountIds: readonly string[]; regions: readonly string[] },
): { places: LogPlace[]; error: string | null } {
  const places: LogPlace[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const [place = "", ...rest] = line.trim().split(/\s+/);
    const accountId = rest.find((word) => ACCOUNT.test(word)) ?? accountIds[0] ?? "";
    const region = rest.find((word) => REGION.test(word)) ?? regions[0] ?? "";
    const strange = rest.find((word) => !ACCOUNT.test(word) && !REGION.test(word) && word !== PAYS);
    if (strange !== undefined) return { places: [], error: `“${strange}” is no account, no region and not “${PAYS}”.` };
    const [, bucket, prefix = ""] = BUCKET.exec(place) ?? [];
    places.push(
      bucket === undefined
        ? { kind: "log-group", group: place, accountId, region }
        : { kind: "s3", bucket, prefix, accountId, region, ...(rest.includes(PAYS) ? { requesterPays: true } : {}) },
    );
  }
  return { places, error: null };
}
