import type { ChainReport } from "@/lib/custody/trail/trail.types";

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Whether anyone could tell who wrote a chain's digests. */
export function authenticityWords({
  signatures: { verified, wrong, outside, noKey, noSignature },
}: ChainReport): string {
  if (verified + wrong + outside === 0) {
    return noKey > 0
      ? "authenticity was not checked: their public key is not in the evidence"
      : "authenticity was not checked: their signatures are not in the evidence";
  }
  const parts = [
    wrong > 0 ? `${counted(wrong, "signature")} wrong` : "",
    verified > 0 ? `${counted(verified, "signature")} verified` : "",
    outside > 0 ? `${counted(outside, "signature")} by a public key that was not valid then` : "",
    noKey > 0 ? `${noKey} without a public key` : "",
    noSignature > 0 ? `${noSignature} without a signature` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** What the digests of a chain came to, in one sentence without its end. */
export function chainWords(report: ChainReport): string {
  const { digests, broken, gaps, named, matching, missing, differing } = report;
  const parts = [
    `${matching} of ${counted(named, "log file")} that ${counted(digests, "digest")} name match their hash`,
    missing.length > 0 ? `${missing.length} missing` : "",
    differing.length > 0 ? `${differing.length} changed` : "",
    broken.length > 0 ? `${counted(broken.length, "digest")} changed` : "",
    gaps.length > 0 ? `${counted(gaps.length, "gap")} between digests` : "",
    authenticityWords(report),
  ];
  return parts.filter((part) => part !== "").join(", ");
}
