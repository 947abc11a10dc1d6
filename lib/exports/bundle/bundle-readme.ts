import type { CaseData } from "@/lib/report/case-data.types";

/** What a bundle says of itself to whoever unpacks it. */
export function bundleReadme(
  data: CaseData,
  { masked, fingerprint }: { masked: readonly string[]; fingerprint: string },
): string {
  const { frozen } = data;
  return `Threadline bundle
=================

Case      ${data.case.id}
${frozen === null ? `Made      of the case as it was at ${data.madeAt}; nobody approved it` : `Version   ${frozen.version}, frozen ${frozen.frozenAt}, approved by ${frozen.approvedBy}\n          SHA-256 of its document ${frozen.sha256}`}
Key       ${fingerprint} (SHA-256 of the public key's DER)
${masked.length === 0 ? "" : `Masked    ${masked.join(", ")}: the same value has the same mask everywhere.\n          Extracts of records are left out: a masked text cannot be held against its original.\n          document.json is the masked document, signed when the bundle was made${frozen === null ? "" : "; the version named above is the one without masks"}.\n`}
report.html, report.pdf, report.md   the report
document.json                        what it was made from: canonical JSON (RFC 8785), ${frozen !== null && masked.length === 0 ? "the very bytes that were approved and signed" : "signed when this was made"}
tables/, *.jsonl, stix.json          the same as CSV, Timesketch and OCSF lines, STIX 2.1
extracts/                            the cited records, a file each original, named by its SHA-256: number, and text as read
signatures.json, keys/               who signed, and the public keys
MANIFEST.sha256                      the SHA-256 of every file

To check it, with nothing but coreutils:      sha256sum -c MANIFEST.sha256
To check signatures and citations, with Node.js 20 or later:
                                              node verify.mjs
  and that the key is the one you were told:  node verify.mjs --fingerprint HEX
  and that the originals are what was loaded: node verify.mjs --originals FOLDER
`;
}
