/** A bucket and what the keys of all originals begin with: empty, or ending in a slash. */
export interface S3Location {
  bucket: string;
  prefix: string;
}

const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9!_.*'()/-]*))?$/;

/** Reads `s3://bucket/prefix`; null for anything else. The characters of a prefix are those that S3 calls safe. */
export function parseS3Location(text: string): S3Location | null {
  const [, bucket, path = ""] = LOCATION.exec(text) ?? [];
  if (bucket === undefined) return null;
  const prefix = path.split("/").filter((part) => part !== "");
  if (prefix.some((part) => part === "." || part === "..")) return null;
  return { bucket, prefix: prefix.map((part) => `${part}/`).join("") };
}

/** An object's place as text, as work lists and messages have it. */
export function s3Place({ bucket, prefix }: S3Location, key: string): string {
  return `s3://${bucket}/${prefix}${key}`;
}

/** The object that a place names; null for a path on this machine. */
export function parseS3Place(place: string): { bucket: string; key: string } | null {
  const location = parseS3Location(place);
  return location && location.prefix !== "" ? { bucket: location.bucket, key: location.prefix.slice(0, -1) } : null;
}
