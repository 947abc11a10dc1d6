import type { ReactNode } from "react";
import { rightsText } from "@/components/account/right-words";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Cell } from "@/components/ui/table";
import { When } from "@/components/ui/when";

export interface ShownToken {
  id: number;
  name: string;
  rights: readonly string[];
  expiresMs: number;
  expired: boolean;
  usedMs: number | null;
  usedFrom: string | null;
}

export const TOKEN_COLUMNS = [
  { name: "Name" },
  { name: "May" },
  { name: "Cases" },
  { name: "Until" },
  { name: "Last used" },
  { name: "Change", hiddenName: true },
];

interface Props {
  token: ShownToken;
  /** For which cases it is. */
  cases: ReactNode;
  /** The revoking button's whole name. */
  revokeLabel: string;
  busy: boolean;
  onRevoke: () => void;
}

/** A token's cells of `TOKEN_COLUMNS`. */
export function TokenCells({ token, cases, revokeLabel, busy, onRevoke }: Props) {
  return (
    <>
      <Cell wrap className="min-w-32 font-medium">
        {token.name} {token.expired ? <Chip tone="warn">Expired</Chip> : null}
      </Cell>
      <Cell wrap className="min-w-40 text-dim">
        {rightsText(token.rights)}
      </Cell>
      <Cell wrap>{cases}</Cell>
      <Cell>
        <When at={token.expiresMs} />
      </Cell>
      <Cell>
        {token.usedMs === null ? (
          <span className="text-faint">never</span>
        ) : (
          <>
            <When at={token.usedMs} /> <span className="mono text-dim">{token.usedFrom}</span>
          </>
        )}
      </Cell>
      <Cell>
        <Button tone="quiet" busy={busy} aria-label={revokeLabel} onClick={onRevoke}>
          Revoke
        </Button>
      </Cell>
    </>
  );
}
