import Link from "next/link";
import { formatSpan, toMs } from "@/components/format/format-time";
import { Chip } from "@/components/ui/chip";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

/** State, window, and the addresses of a case: one is looked at, the others are a step away. */
export function CaseChips({
  path,
  state,
  addresses,
  ip,
  window,
}: {
  path: string;
  state: string;
  addresses: readonly string[];
  ip: string | null;
  window: InvestigationV1["window"];
}) {
  const shown = ip === null || addresses.includes(ip) ? addresses : [ip, ...addresses];
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {shown.length > 1 ? (
        <nav aria-label="Indicator" className="flex flex-wrap gap-1.5">
          {shown.map((address) => (
            <Link
              key={address}
              href={`${path}?ip=${encodeURIComponent(address)}`}
              aria-current={address === ip ? "true" : undefined}
              className="rounded-full border border-line px-2 font-mono text-dim text-xs leading-[19px] hover:text-text aria-[current]:border-flag/40 aria-[current]:bg-flag/8 aria-[current]:text-flag"
            >
              {address}
            </Link>
          ))}
        </nav>
      ) : (
        shown.map((address) => (
          <Chip key={address} tone="flag" mono>
            <span aria-hidden="true" className="size-[7px] rounded-full bg-current" />
            {address}
          </Chip>
        ))
      )}
      <Chip>{state.charAt(0).toUpperCase() + state.slice(1)}</Chip>
      {window.from !== null && window.to !== null ? (
        <Chip title={`${window.from} up to ${window.to}`}>{formatSpan(toMs(window.from), toMs(window.to))}</Chip>
      ) : null}
    </div>
  );
}
