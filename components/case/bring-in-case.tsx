"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";

/** Opens a case from the file that another installation let it go in. */
export function BringInCase() {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (file: File) => {
    setBusy(true);
    setFailure(null);
    const said = await ask(file);
    if ("caseId" in said) router.push(`/cases/${said.caseId}/evidence`);
    else setFailure(said.message);
    setBusy(false);
  };
  return (
    <>
      <Button busy={busy} onClick={() => input.current?.click()}>
        {busy ? "Reading the file…" : "Bring in a case"}
      </Button>
      <FailureText text={failure} />
      <input
        ref={input}
        type="file"
        hidden
        accept=".tar"
        aria-label="File of a case"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again.
          event.target.value = "";
          if (file) void send(file);
        }}
      />
    </>
  );
}

async function ask(file: File): Promise<{ caseId: string } | { message: string }> {
  try {
    const said: unknown = await (await fetch("/api/case-import", { method: "POST", body: file })).json();
    if (typeof said === "object" && said !== null) {
      if ("caseId" in said) return { caseId: String(said.caseId) };
      if ("message" in said) return { message: String(said.message) };
    }
  } catch {
    // No answer, or one without words.
  }
  return { message: "The server gave no answer." };
}
