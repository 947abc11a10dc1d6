import { exactBytes, formatBytes } from "@/components/format/format-bytes";

/** A number of bytes in decimal units, the exact number on hover. */
export function Bytes({ bytes }: { bytes: number }) {
  return (
    <span title={exactBytes(bytes)} className="tabular-nums">
      {formatBytes(bytes)}
    </span>
  );
}
