"use client";

import Link from "next/link";
import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";
import { visibleText } from "@/lib/core/visible-text";

/** Something that an instance held, each name with the way to who had it; from when to when on hover. */
export function HeldChip({
  links,
  from,
  to,
}: {
  links: readonly { name: string; href: string }[];
  from: string | null;
  to: string | null;
}) {
  const times = useTimes();
  const words = (at: string | null, otherwise: string) => (at === null ? otherwise : times.instant(Date.parse(at)));
  return (
    <Chip mono title={`held from ${words(from, "the first record")} to ${words(to, "the last record")}`}>
      {links.map(({ name, href }) => (
        <Link
          key={name}
          href={href}
          prefetch={false}
          aria-label={`Who had ${visibleText(name)}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {visibleText(name)}
        </Link>
      ))}
    </Chip>
  );
}
