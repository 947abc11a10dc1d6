import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { pool } from "@/lib/db/pool";

const TICKS_A_SECOND = 100;

/** What a process's line in /proc says: its parent, its own processor time and that of children it has seen end; in ticks. */
function statOf(pid: number | string): { parent: number; own: number; ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces: what follows it does not.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    const [own = 0, system = 0, ended = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, own: own + system, ended: ended + endedSystem };
  } catch {
    return null;
  }
}

/** Processor time of the database's server so far, all of its processes; null where it cannot be told. */
export async function databaseCpuSeconds(): Promise<number | null> {
  const { rows } = await pool().query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const server = statOf(rows[0]?.pid ?? 0)?.parent;
  const first = server === undefined || server <= 1 ? null : statOf(server);
  if (!first) return null;
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(statOf);
  const living = all.reduce((sum, stat) => sum + (stat !== null && stat.parent === server ? stat.own : 0), 0);
  return (first.own + first.ended + living) / TICKS_A_SECOND;
}

/** Processor time of this process with all its threads, so far. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
