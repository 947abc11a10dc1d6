import { askS3 } from "@/lib/sources/store/s3-client";

/** Removes an object; one that is not there is no error. In a versioned bucket its versions stay. Throws StoreFault. */
export async function removeS3({ bucket, key }: { bucket: string; key: string }): Promise<void> {
  await askS3({ bucket, what: "deleting (s3:DeleteObject)" }, (client, { DeleteObjectCommand }) =>
    client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
  );
}
