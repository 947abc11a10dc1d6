import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { statfs } from "node:fs/promises";
import { join } from "node:path";

const MOST_TRIES = 100;
const NAMESPACE = ["--user", "--map-root-user", "--mount", "--"];

/** Whether this machine lets a process mount a disk of its own; most containers do not. */
export function canMount(): boolean {
  const args = [...NAMESPACE, "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /tmp"];
  return spawnSync("unshare", args).status === 0 && spawnSync("nsenter", ["--version"]).status === 0;
}

/** For tests: a disk in memory over a folder, which the processes that run beside it see, and which can be made full. */
export class SmallDisk {
  readonly folder: string;
  readonly #holder: ChildProcess;

  private constructor(folder: string, holder: ChildProcess) {
    this.folder = folder;
    this.#holder = holder;
  }

  static async mount(folder: string, megabytes: number): Promise<SmallDisk> {
    const script = 'mount -t tmpfs -o "size=$1m,mode=700" tmpfs "$0" && echo ready && exec cat';
    const holder = spawn("unshare", [...NAMESPACE, "sh", "-c", script, folder, String(megabytes)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    return new SmallDisk(folder, holder);
  }

  /** Words before a command that lets it see the disk. */
  get beside(): [string, ...string[]] {
    return ["nsenter", "--target", String(this.#holder.pid), "--user", "--mount", "--preserve-credentials", "--"];
  }

  /** The folder as this process reaches it. */
  get path(): string {
    return join("/proc", String(this.#holder.pid), "root", this.folder);
  }

  /** Leaves no room but for so many bytes; what is written meanwhile is counted again. */
  async fill(left = 0): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { blocks, bfree, bsize } = await statfs(this.path);
      if (this.#remount(`${Math.ceil(((blocks - bfree) * bsize + left) / 1024)}k`)) return;
    }
    throw new Error("the disk cannot be filled");
  }

  /** To so much in all, as mount takes it. */
  resize(size: string): void {
    if (!this.#remount(size)) throw new Error(`the disk does not become ${size} large`);
  }

  /** False where it holds more than that. */
  #remount(size: string): boolean {
    // With its kind and source: by the folder alone, mount adds what it finds of the disk, an owner among it that is unknown here.
    const mount = ["mount", "-t", "tmpfs", "-o", `remount,size=${size}`, "tmpfs", this.folder];
    const [command, ...args] = [...this.beside, ...mount];
    return spawnSync(command, args).status === 0;
  }

  async unmount(): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.kill();
    await ended;
  }
}
