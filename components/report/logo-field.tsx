"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";

/** A picture of one's own on top of the report; the server looks at what it is. */
export function LogoField({ logo, change }: { logo: string | null; change: (logo: string | null) => void }) {
  const id = useId();
  const read = (file: File | undefined) => {
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => change(typeof reader.result === "string" ? reader.result : null);
    reader.readAsDataURL(file);
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        Logo
      </label>
      <input id={id} type="file" accept="image/png,image/jpeg" onChange={({ target }) => read(target.files?.[0])} />
      {logo === null ? (
        <p className="text-faint text-sm">PNG or JPEG, 150 kB at most.</p>
      ) : (
        <Button tone="quiet" onClick={() => change(null)}>
          Leave the logo out
        </Button>
      )}
    </div>
  );
}
