import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";

export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main>
      <h1 className="sr-only">{title}</h1>
      <EmptyState title={title}>{children}</EmptyState>
    </main>
  );
}
