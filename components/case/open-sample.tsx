"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";

/** Opens the case of the sample incident; its logs are loaded while its page shows how far that is. */
export function OpenSample({ open }: { open: (input: undefined) => Promise<ActionResult<{ caseId: string }>> }) {
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const press = () =>
    start(async () => {
      const result = await open(undefined);
      if (result.ok) router.push(`/cases/${result.value.caseId}`);
      else setFailure(result.message);
    });
  return (
    <>
      <Button onClick={press} disabled={busy}>
        {busy ? "Writing the logs…" : "Open the sample incident"}
      </Button>
      <FailureText text={failure} className="w-full" />
    </>
  );
}
