"use client";

import { useEffect, useState } from "react";

/** False in what the server writes and at first, then true: for what only a reading voice needs, and no server writes into a page. */
export function useInBrowser(): boolean {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return inBrowser;
}
