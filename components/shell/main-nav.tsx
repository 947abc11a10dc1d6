"use client";

import Link from "next/link";
import { useParams, usePathname } from "next/navigation";

const PAGES = [
  { name: "Cases", path: "/" },
  { name: "Findings", path: "/findings" },
  { name: "Reference data", path: "/reference" },
  { name: "Audit", path: "/audit" },
];

const OWNERS = [
  ...PAGES.slice(0, 3),
  { name: "People", path: "/people" },
  { name: "Retention", path: "/retention" },
  { name: "Connections", path: "/connections" },
  ...PAGES.slice(3),
];

/** The pages that belong to no case, for whom they are. */
export function mainPages(isOwner: boolean): readonly { name: string; path: string }[] {
  return isOwner ? OWNERS : PAGES;
}

/**
 * The pages that belong to no case. Within a case its breadcrumb stands in this place. A telephone has room for the cases
 * and the page that is open: the others are in the menu.
 */
export function MainNav({ isOwner }: { isOwner: boolean }) {
  const path = usePathname();
  if (useParams().caseId !== undefined) return null;
  return (
    <nav aria-label="Main" className="flex gap-1">
      {mainPages(isOwner).map((page) => (
        <Link
          key={page.path}
          href={page.path}
          aria-current={path === page.path ? "page" : undefined}
          className="whitespace-nowrap rounded-md px-2 py-1 text-dim max-sm:not-aria-[current]:not-first:hidden hover:text-text aria-[current]:bg-soft aria-[current]:font-medium aria-[current]:text-text"
        >
          {page.name}
        </Link>
      ))}
    </nav>
  );
}
