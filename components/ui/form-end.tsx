"use client";

import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";

/** How a form in a dialog ends: why it did not go, the way out, and what it does. */
export function FormEnd({
  failure,
  busy,
  save,
  onCancel,
}: {
  failure: string | null;
  busy: boolean;
  save: string;
  onCancel: () => void;
}) {
  return (
    <>
      <FailureText text={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {save}
        </Button>
      </div>
    </>
  );
}
