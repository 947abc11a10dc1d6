"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionResult } from "@/lib/core/action-result";

/** Runs an action on a case: what refused it is kept in words, and the page is read anew when it is done. */
export function useCaseAction() {
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const run = (act: () => Promise<ActionResult<unknown>>, done?: () => void) =>
    start(async () => {
      const result = await act();
      setFailure(result.ok ? null : result.message);
      if (!result.ok) return;
      done?.();
      router.refresh();
    });
  return { run, busy, failure, forget: () => setFailure(null) };
}
