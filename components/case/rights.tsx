"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { CasePermission } from "@/lib/auth/permissions";

const Rights = createContext<ReadonlySet<CasePermission>>(new Set());

/** What someone may do in the case that is open; the server holds to it all the same. */
export function RightsProvider({ rights, children }: { rights: readonly CasePermission[]; children: ReactNode }) {
  const set = useMemo(() => new Set(rights), [rights]);
  return <Rights value={set}>{children}</Rights>;
}

export function useMay(permission: CasePermission): boolean {
  return useContext(Rights).has(permission);
}

/** What is drawn only for those who may use it. */
export function May({ to, children }: { to: CasePermission; children: ReactNode }) {
  return useMay(to) ? children : null;
}
