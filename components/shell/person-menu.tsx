"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/button";

/** Who is signed in, and the way out. */
export function PersonMenu({ name, email, signOut }: { name: string; email: string; signOut: () => Promise<unknown> }) {
  const [leaving, start] = useTransition();
  return (
    <div className="flex items-center gap-2">
      <span title={email} className="hidden max-w-40 truncate text-dim text-sm xl:inline">
        {name}
      </span>
      <Button tone="quiet" busy={leaving} onClick={() => start(async () => void (await signOut()))}>
        Sign out
      </Button>
    </div>
  );
}
