"use client";

import { useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { CiteForm } from "@/components/board/cite-form";
import { May } from "@/components/case/rights";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { visibleText } from "@/lib/core/visible-text";

/** Cites a thing for a hypothesis of the case, or against it. */
export function CiteButton({ thing }: { thing: Thing }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <May to="board.change">
      <Button
        aria-label={`Cite ${visibleText(thing.title)}`}
        title="For or against a hypothesis"
        onClick={() => setOpen(true)}
      >
        Cite
      </Button>
      <Dialog open={open} onClose={close} title="Cite for or against a hypothesis">
        <CiteForm thing={thing} onDone={close} />
      </Dialog>
    </May>
  );
}
