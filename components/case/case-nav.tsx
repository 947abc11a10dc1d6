"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { formatCount } from "@/components/format/format-count";

/** The pages of a case; the address that is looked at goes along. */
export function CaseNav({ caseId, files }: { caseId: string; files: number }) {
  const path = usePathname();
  const ip = useSearchParams().get("ip");
  const base = `/cases/${caseId}`;
  const pages = [
    { name: "Overview", path: base, on: path === base || path.startsWith(`${base}/instances`) },
    { name: "Address ledger", path: `${base}/ledger`, on: path === `${base}/ledger` },
    { name: "Evidence", path: `${base}/evidence`, on: path === `${base}/evidence`, count: files },
  ];
  return (
    <nav
      aria-label="Case"
      className="flex gap-1 overflow-x-auto border-line border-b bg-panel px-2 py-2 lg:sticky lg:top-12 lg:h-[calc(100dvh-48px)] lg:w-[208px] lg:shrink-0 lg:flex-col lg:border-r lg:border-b-0 lg:py-3"
    >
      {pages.map((page) => (
        <Link
          key={page.path}
          href={ip === null ? page.path : `${page.path}?ip=${encodeURIComponent(ip)}`}
          aria-current={page.on ? "page" : undefined}
          className="flex h-7 items-center justify-between gap-3 whitespace-nowrap rounded-md px-2 text-dim hover:text-text aria-[current=page]:bg-soft aria-[current=page]:font-medium aria-[current=page]:text-text"
        >
          {page.name}
          {page.count === undefined ? null : <span className="text-faint text-xs">{formatCount(page.count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
