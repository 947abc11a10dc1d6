// The browser of the tests: on Linux x64 the one inside an npm package, so that every machine runs the same; elsewhere
// one that is installed.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** True when the loader misses a shared library of the program. */
function missesLibraries(executablePath) {
  try {
    return execFileSync("ldd", [executablePath], { encoding: "utf8" }).includes("not found");
  } catch {
    return true;
  }
}

async function packagedBrowser() {
  const { default: chromium, inflate } = await import("@sparticuz/chromium");
  const executablePath = await chromium.executablePath();
  const env = { FONTCONFIG_PATH: join(tmpdir(), "fonts") };
  if (missesLibraries(executablePath)) {
    // The package brings the libraries that a bare machine lacks.
    const require = createRequire(import.meta.url);
    await inflate(join(dirname(require.resolve("@sparticuz/chromium")), "..", "bin", "al2023.tar.br"));
    env.LD_LIBRARY_PATH = join(tmpdir(), "al2023", "lib");
  }
  return { executablePath, env };
}

/**
 * @returns {Promise<{ executablePath: string, env: Record<string, string> }>} a Chromium, and what it needs in its environment
 * @throws where there is none
 */
export async function findBrowser() {
  const named = process.env.THREADLINE_CHROMIUM;
  if (named) return { executablePath: named, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return packagedBrowser();
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  throw new Error("No Chromium was found. Install one, or name it: THREADLINE_CHROMIUM=/path/to/chromium npm test");
}
