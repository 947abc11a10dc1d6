"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ShownCase } from "@/components/case/case-actions";
import { PivotLink } from "@/components/search/pivot-link";
import { PivotSign } from "@/components/search/pivot-sign";
import { Chip } from "@/components/ui/chip";
import { canonicalAddress } from "@/lib/core/address";

const CHIPS_SHOWN = 8;
const LOOK =
  "inline-flex min-h-[21px] items-center gap-1.5 rounded-[11px] border border-line px-2 font-mono text-dim text-xs hover:text-text aria-[current]:border-flag/40 aria-[current]:bg-flag/8 aria-[current]:text-flag";

/** The addresses of a case: one is looked at, the others are a step away on the same page. */
export function IndicatorChips({ shown, path, asked }: { shown: ShownCase; path: string; asked: string | null }) {
  const search = useSearchParams();
  const ip = (asked === null ? null : canonicalAddress(asked.trim())) ?? shown.addresses[0] ?? null;
  const nameOf = (address: string) => shown.names.find(({ addresses }) => addresses.includes(address))?.name;
  const all = ip === null || shown.addresses.includes(ip) ? shown.addresses : [ip, ...shown.addresses];
  const hrefTo = (address: string) => {
    const next = new URLSearchParams(search);
    next.set("ip", address);
    // Where one was on the page of another address says nothing here.
    for (const name of ["open", "at"]) next.delete(name);
    // An instance need not have met the other address.
    return `${path.replace(/\/instances\/.*$/, "")}?${path.includes("/instances/") ? new URLSearchParams({ ip: address }) : next}`;
  };
  const at = ip === null ? 0 : all.indexOf(ip);
  const listed = at < CHIPS_SHOWN ? all.slice(0, CHIPS_SHOWN) : [...all.slice(0, CHIPS_SHOWN - 1), all[at] ?? ""];
  const silent = shown.names.filter(({ addresses }) => addresses.length === 0);
  return (
    <>
      {listed.length === 0 ? null : (
        <nav aria-label="Indicator" className="flex flex-wrap gap-1.5">
          {listed.map((address) => (
            <Link
              key={address}
              href={hrefTo(address)}
              aria-current={address === ip ? "true" : undefined}
              title={nameOf(address) === undefined ? undefined : `resolver answers gave it for ${nameOf(address)}`}
              className={LOOK}
            >
              {address === ip ? <span aria-hidden="true" className="size-[7px] rounded-full bg-current" /> : null}
              {address}
              {nameOf(address) === undefined ? null : (
                <span className="max-w-40 truncate text-dim">{nameOf(address)}</span>
              )}
            </Link>
          ))}
        </nav>
      )}
      {ip === null ? null : (
        <span className="-ml-1 text-faint">
          <PivotSign pivot={{ field: "ip", value: ip }} />
        </span>
      )}
      {all.length > listed.length ? (
        <Chip title={all.filter((address) => !listed.includes(address)).join(", ")}>
          {all.length - listed.length} more
        </Chip>
      ) : null}
      {silent.map(({ name }) => (
        <Chip key={name} tone="flag" mono title="a flagged name: no answer in the evidence gives an address for it">
          <span className="max-w-56 truncate">
            <PivotLink pivot={{ field: "domain", value: name }}>{name}</PivotLink>
          </span>
        </Chip>
      ))}
      {all.length === 0 && silent.length === 0 ? <Chip>nothing flagged</Chip> : null}
    </>
  );
}
