"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { INSTANCES_ANCHOR } from "@/components/case/instance-table";
import { formatCount } from "@/components/format/format-count";

/** The pages of a case; the address that is looked at goes along. */
export function CaseNav({
  caseId,
  files,
  instances,
}: {
  caseId: string;
  files: number;
  /** By address, how many instances met it; the first address is the one that a page is about unless its URL says another. */
  instances: readonly { ip: string; count: number | null }[];
}) {
  const path = usePathname();
  // Every time a page is made anew, whatever links lead to would be fetched ahead again, for each who follows the case.
  const [near, setNear] = useState<string | null>(null);
  const ip = useSearchParams().get("ip");
  const base = `/cases/${caseId}`;
  const query = ip === null ? "" : `?ip=${encodeURIComponent(ip)}`;
  const met = (ip === null ? instances[0] : instances.find((row) => row.ip === ip))?.count ?? null;
  const pages: NavPage[] = [
    { name: "Overview", path: base, on: path === base },
    {
      ...{ name: "Instances", path: base, on: path.startsWith(`${base}/instances`) },
      ...{ anchor: `#${INSTANCES_ANCHOR}`, count: met },
    },
    { name: "Detections", path: `${base}/detections`, on: path === `${base}/detections` },
    { name: "Address ledger", path: `${base}/ledger`, on: path === `${base}/ledger` },
    { name: "Network", path: `${base}/network`, on: path === `${base}/network` },
    { name: "Sessions", path: `${base}/sessions`, on: path === `${base}/sessions` },
    { name: "Search", path: `${base}/search`, on: path === `${base}/search` },
    { name: "Board", path: `${base}/board`, on: path === `${base}/board`, alone: true },
    { name: "Comments", path: `${base}/comments`, on: path === `${base}/comments`, alone: true },
    { name: "Tasks", path: `${base}/tasks`, on: path === `${base}/tasks`, alone: true },
    { name: "Coverage", path: `${base}/coverage`, on: path === `${base}/coverage` },
    { name: "Evidence", path: `${base}/evidence`, on: path === `${base}/evidence`, count: files },
    { name: "Fetch from AWS", path: `${base}/fetch`, on: path === `${base}/fetch`, alone: true },
    { name: "People", path: `${base}/people`, on: path === `${base}/people`, alone: true },
    { name: "Review", path: `${base}/review`, on: path === `${base}/review`, alone: true },
    { name: "Report", path: `${base}/report`, on: path === `${base}/report` },
    { name: "Audit", path: `/audit?case=${caseId}`, on: false, alone: true },
  ];
  return (
    <nav
      aria-label="Case"
      className="flex gap-0.5 overflow-x-auto px-2 py-2 sm:gap-1 lg:sticky lg:top-12 lg:max-h-[calc(100dvh-48px)] lg:flex-col lg:overflow-y-auto lg:py-3"
    >
      {pages.map((page) => (
        <Link
          key={page.name}
          prefetch={near === page.name ? null : false}
          onPointerEnter={() => setNear(page.name)}
          onFocus={() => setNear(page.name)}
          href={page.alone ? page.path : `${page.path}${query}${page.anchor ?? ""}`}
          aria-current={page.on ? "page" : undefined}
          className="flex h-7 items-center justify-between gap-1.5 whitespace-nowrap rounded-md px-2 text-dim hover:text-text aria-[current=page]:bg-soft aria-[current=page]:font-medium aria-[current=page]:text-text lg:gap-3"
        >
          {page.name}
          {page.count === undefined || page.count === null ? null : (
            <span className="text-faint text-xs tabular-nums">{formatCount(page.count)}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

interface NavPage {
  name: string;
  path: string;
  on: boolean;
  anchor?: string;
  /** The address that is looked at means nothing there. */
  alone?: boolean;
  /** Null where it is not known yet. */
  count?: number | null;
}
