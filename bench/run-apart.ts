import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import type { PhaseName, PhaseRequest } from "@/bench/phases";
import { LOAD_MEMORY, LOAD_OPTIONS } from "../bin/load-processes.mjs";

const SAMPLE_MS = 50;

export interface Apart<T> {
  result: T;
  /** Most memory that the launcher and the process that did the work held together; null where it cannot be told. */
  peakBytes: number | null;
}

/**
 * Does a phase in a process of its own, so that its memory is its own, and watches that memory. This process, which only
 * watches, is left out: the product has none.
 */
export async function runApart<T>(phase: PhaseName, request: Omit<PhaseRequest, "phase">): Promise<Apart<T>> {
  const child = forkFor(phase);
  let peakBytes: number | null = null;
  const sample = () => {
    const sizes = [process.ppid, child.pid].map(residentBytes);
    const sum = sizes.reduce(
      (total: number | null, size) => (total === null || size === null ? null : total + size),
      0,
    );
    if (sum !== null) peakBytes = Math.max(peakBytes ?? 0, sum);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    const result = await new Promise<T>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${phase} ended with status ${code}`)));
      child.once("message", (message) => resolve(message as T));
      child.send({ phase, ...request });
    });
    child.disconnect();
    return { result, peakBytes };
  } finally {
    clearInterval(timer);
  }
}

/** What the command and the worker do is done in a process as theirs are. */
function forkFor(phase: PhaseName): ChildProcess {
  const loads = ["load", "load one by one", "fetch", "detections"].includes(phase);
  return fork(process.argv[1] as string, [], {
    execArgv: loads ? LOAD_OPTIONS : ["--enable-source-maps"],
    env: loads ? { ...LOAD_MEMORY, ...process.env } : process.env,
  });
}

/** Starts a server in a process of its own, which is there until it is stopped. */
export async function serveApart<T>(
  phase: PhaseName,
  request: Omit<PhaseRequest, "phase">,
): Promise<{ result: T; stop(): void }> {
  const child = forkFor(phase);
  const result = await new Promise<T>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${phase} ended with status ${code}`)));
    child.once("message", (message) => resolve(message as T));
    child.send({ phase, ...request });
  });
  return { result, stop: () => void child.kill() };
}

/** Linux tells; elsewhere null. */
function residentBytes(pid: number | undefined): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
