"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/** The number under which the server's log has what went wrong, to hand on. */
export function IncidentNumber({ number }: { number: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <span className="inline-flex flex-wrap items-center justify-center gap-2">
      <span>
        Incident <code className="mono select-all text-text">{number}</code>
      </span>
      <Button
        onClick={() =>
          navigator.clipboard.writeText(number).then(
            () => setCopied(true),
            // Where the browser gives no clipboard the number can still be selected.
            () => setCopied(false),
          )
        }
      >
        {copied ? "Copied" : "Copy the number"}
      </Button>
      <span role="status" className="sr-only">
        {copied ? "The number is on the clipboard." : ""}
      </span>
    </span>
  );
}
