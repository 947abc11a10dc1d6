"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Puts a text on the clipboard and says whether it worked. */
export function CopyButton({ name, text }: { name: string; text: () => string | Promise<string> }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setSaid("Copied");
    } catch {
      // Browsers allow it on https and on this machine alone.
      setSaid("The browser does not allow it");
    }
    setTimeout(() => setSaid(null), 2_000);
  };
  return (
    <>
      <Button onClick={copy}>{said ?? name}</Button>
      <span className="sr-only" role="status">
        {said ?? ""}
      </span>
    </>
  );
}
