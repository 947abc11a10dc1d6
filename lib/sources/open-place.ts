import { type FileHandle, open } from "node:fs/promises";
import { parseS3Place } from "@/lib/core/s3-location";
import type { OpenPlace } from "@/lib/sources/open-place.types";
import { openS3 } from "@/lib/sources/store/open-s3";

/** Opens a path of this machine or an object `s3://bucket/key`. Throws file system errors and StoreFault. */
export async function openPlace(place: string): Promise<OpenPlace> {
  const object = parseS3Place(place);
  return object ? openS3(object) : openFile(await open(place, "r"));
}

async function openFile(handle: FileHandle): Promise<OpenPlace> {
  try {
    const { size } = await handle.stat();
    return {
      size,
      read: (buffer, offset, length, position) => handle.read(buffer, offset, length, position),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
