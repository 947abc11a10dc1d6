"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { MomentField } from "@/components/case/moment-field";
import { useTypedMoment } from "@/components/case/use-typed-moment";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { When } from "@/components/ui/when";

/** Asks for the board as it was at a moment, which the page's address then names. */
export function AsOfForm({ atMs }: { atMs: number | null }) {
  const path = usePathname();
  const router = useRouter();
  const moment = useTypedMoment(atMs);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (moment.ms !== null) router.push(`${path}?at=${new Date(moment.ms).toISOString()}`);
  };
  return (
    <Card>
      <div className="flex flex-wrap items-end gap-x-5 gap-y-3 px-3.5 py-3">
        <form noValidate onSubmit={submit} aria-label="What was known then" className="flex flex-wrap items-end gap-3">
          <div className="w-72 max-w-full">
            <MomentField label="What did we know at" moment={moment} />
          </div>
          <Button type="submit">Show</Button>
        </form>
        {atMs === null ? null : (
          <p role="status" className="flex flex-wrap items-center gap-3 pb-1">
            <span className="font-medium text-warn">
              As it was written down by <When at={atMs} />: nothing can be changed here.
            </span>
            <Link href={path} className={buttonLook()}>
              Back to now
            </Link>
          </p>
        )}
      </div>
    </Card>
  );
}
