// Which process is meant: a number alone is given again after a restart of the machine, and at once in a container.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

function linuxStat(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold anything: count the fields behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], startTicks: fields[19] };
}

/** True while a process of that number runs; one that has ended and waits to be collected does not. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  try {
    return process.platform !== "linux" || linuxStat(pid).state !== "Z";
  } catch {
    return false;
  }
}

/** What tells a process from a later one of the same number; empty where the platform does not say. */
function birthOf(pid) {
  try {
    if (process.platform === "linux") {
      return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${linuxStat(pid).startTicks}`;
    }
    if (process.platform === "darwin") {
      return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
    }
  } catch {
    // It has just ended.
  }
  return "";
}

/** One line that names this process for good. */
export function signature(pid = process.pid) {
  return `${pid} ${birthOf(pid)}`;
}

/** @returns {number | null} the number in a signature, null when that process is gone */
export function signedBy(text) {
  const [number, ...rest] = text.trim().split(" ");
  const pid = Number(number);
  const birth = rest.join(" ");
  if (!isAlive(pid)) return null;
  return birth === "" || birthOf(pid) === "" || birth === birthOf(pid) ? pid : null;
}

/** True when the process's command line names the path: a server's own, and not what has its number by chance. */
export function commandNames(pid, path) {
  if (process.platform === "win32") return isAlive(pid);
  try {
    const words =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")
        : spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" })
            .stdout.trim()
            .split(" ");
    return process.platform === "linux" ? words.includes(path) : words.join(" ").includes(path);
  } catch {
    return false;
  }
}
