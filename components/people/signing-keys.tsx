import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { When } from "@/components/ui/when";

/** The keys that versions are signed with, for whoever compares a fingerprint with that of a report. */
export function SigningKeys({
  keys,
}: {
  keys: readonly { fingerprint: string; publicKey: string; firstUsedMs: number; retiredMs: number | null }[];
}) {
  return (
    <Card
      id="signing-keys"
      title="Signing keys"
      note="Frozen versions and bundles are signed with the key in use; old ones check what they signed"
    >
      <ul className="grid gap-3 px-3.5 py-3">
        {keys.map(({ fingerprint, publicKey, firstUsedMs, retiredMs }) => (
          <li key={fingerprint} className="grid min-w-0 gap-1.5">
            <div className="flex flex-wrap items-center gap-2">
              {retiredMs === null ? <Chip tone="ok">in use</Chip> : <Chip>old</Chip>}
              <span className="text-dim text-sm">
                since <When at={firstUsedMs} />
                {retiredMs === null ? null : (
                  <>
                    {" "}
                    until <When at={retiredMs} />
                  </>
                )}
              </span>
            </div>
            <div className="flex min-w-0 items-start gap-1.5">
              <code className="mono min-w-0 break-all text-sm" title="SHA-256 of the public key">
                {fingerprint}
              </code>
              <CopyButton text={publicKey} label="Copy" what="the public key" />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
