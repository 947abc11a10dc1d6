"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
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
      {failure === null ? null : (
        <p role="alert" className="w-full text-flag">
          {failure}
        </p>
      )}
    </>
  );
}
