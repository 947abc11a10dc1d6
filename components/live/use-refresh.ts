"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useTransition } from "react";

/** What comes close together is one change of the page. */
const TOGETHER_MS = 80;
/** The pause after a page was made anew, as a multiple of what that took: many people change a case at once. */
const REST = 2;

/** Asks for the page anew, soon, one at a time, and the less often the longer it takes. Forms, focus and place stay. */
export function useRefresh(): () => void {
  const router = useRouter();
  const [busy, start] = useTransition();
  const wanted = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const begun = useRef(0);
  const rests = useRef(0);
  const plan = useCallback(() => {
    if (timer.current !== null) return;
    const wait = Math.max(TOGETHER_MS, rests.current - performance.now());
    timer.current = setTimeout(() => {
      timer.current = null;
      wanted.current = false;
      begun.current = performance.now();
      start(() => router.refresh());
    }, wait);
  }, [router]);
  const isBusy = useRef(false);
  useEffect(() => {
    const ended = isBusy.current && !busy;
    isBusy.current = busy;
    if (!ended) return;
    const now = performance.now();
    rests.current = now + REST * (now - begun.current);
    if (wanted.current) plan();
  }, [busy, plan]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useCallback(() => {
    wanted.current = true;
    if (!isBusy.current) plan();
  }, [plan]);
}
