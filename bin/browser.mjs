// The browser of the tests: on Linux x64 the one inside an npm package, so that every machine runs the same; elsewhere
// one that is installed.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./prepare.mjs";

export const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** True where the package's browser runs. */
export const PACKAGED = process.platform === "linux" && process.arch === "x64";
export const PACKAGE = join(ROOT, "node_modules/@sparticuz/chromium");

/** True when the loader misses a shared library of the program. */
function missesLibraries(executablePath) {
  try {
    return execFileSync("ldd", [executablePath], { encoding: "utf8" }).includes("not found");
  } catch {
    return true;
  }
}

/**
 * Unpacks the browser, its fonts and the libraries that a bare machine lacks, once. The package would put them into the
 * machine's folder for temporary files, and would run whatever bears their name there: they get a folder of our own.
 */
async function unpack(folder) {
  const half = `${folder}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = half;
  try {
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    await chromium.executablePath();
    await inflate(join(PACKAGE, "bin/al2023.tar.br"));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  writeFileSync(
    join(half, "fonts", "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir prefix="relative">.</dir><cachedir prefix="relative">../fonts-cache</cachedir></fontconfig>`,
  );
  rmSync(folder, { recursive: true, force: true });
  renameSync(half, folder);
}

async function packagedBrowser() {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const folder = join(ROOT, ".threadline", `chromium-${version}`);
  const executablePath = join(folder, "chromium");
  if (!existsSync(executablePath)) await unpack(folder);
  const env = { FONTCONFIG_PATH: join(folder, "fonts") };
  if (missesLibraries(executablePath)) env.LD_LIBRARY_PATH = join(folder, "al2023", "lib");
  return { executablePath, env };
}

/**
 * @returns {Promise<{ executablePath: string, env: Record<string, string> }>} a Chromium, and what it needs in its environment
 * @throws where there is none
 */
export async function findBrowser() {
  const named = process.env.THREADLINE_CHROMIUM;
  if (named) return { executablePath: named, env: {} };
  if (PACKAGED && existsSync(PACKAGE)) return packagedBrowser();
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  throw new Error("No Chromium was found. Install one, or name it: THREADLINE_CHROMIUM=/path/to/chromium npm test");
}
