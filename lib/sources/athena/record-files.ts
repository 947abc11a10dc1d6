import type { Readable } from "node:stream";
import { tablesFor } from "@/lib/athena/questions/asks";
import { askAws } from "@/lib/aws/aws-fault";
import { parseS3Location } from "@/lib/core/s3-location";
import type { AthenaRequest } from "@/lib/sources/athena/athena-request";
import type { Fetched, SourceContext } from "@/lib/sources/source.types";

/** The files that a query has written. Their names tell which flow log they are of, as those of the log's own do. */
export async function* recordFiles(
  { ask, table, setup }: AthenaRequest,
  folder: string,
  { clients, accountId, region, signal }: SourceContext,
): AsyncGenerator<Extract<Fetched, { kind: "object" }>> {
  const place = parseS3Location(folder);
  if (place === null) throw new RangeError("no folder of a bucket");
  const { bucket: Bucket, prefix: Prefix } = place;
  const { GetObjectCommand, paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const client = await clients.of("s3");
  const asked = { accountId, region, about: Bucket, signal };
  const pages = paginateListObjectsV2({ client }, { Bucket, Prefix }, { abortSignal: signal });
  const of = tablesFor(ask, setup.tables)[table ?? 0];
  for (;;) {
    const page = await askAws({ ...asked, action: "s3:ListBucket" }, () => pages.next());
    if (page.done) return;
    for (const { Key, Size = 0, ETag = "" } of page.value.Contents ?? []) {
      if (Key === undefined || Size === 0) continue;
      const file = Key.slice(Prefix.length).replaceAll("/", "-");
      yield {
        kind: "object",
        name: `athena/${ask}/${[of?.name, of?.flowLogId, file].filter(Boolean).join("_")}.parquet`,
        size: Size,
        identity: `${Bucket} ${Key} ${ETag}`,
        open: (from, opening) =>
          askAws({ ...asked, action: "s3:GetObject", signal: opening }, async () => {
            const Range = from === 0 ? {} : { Range: `bytes=${from}-` };
            const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...Range }), {
              abortSignal: opening,
            });
            return Body as Readable;
          }),
        cursor: null,
      };
    }
  }
}
