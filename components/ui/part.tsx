"use client";

import { type ReactNode, Suspense, useState } from "react";

/**
 * A part of a page: drawn with the rest where it is there by then, else after `before`. It stays what it was at first when the page
 * is made anew: a boundary that comes or goes would take along what people have open or are writing in it.
 */
export function Part({ isThere, before, children }: { isThere: boolean; before?: ReactNode; children: ReactNode }) {
  const [wasThere] = useState(isThere);
  return wasThere ? children : <Suspense fallback={before}>{children}</Suspense>;
}
