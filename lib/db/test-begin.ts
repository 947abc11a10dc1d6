import { vi } from "vitest";
import { forgetKeptAnswers } from "@/lib/core/kept-answers";

const BEGAN_WITH = Symbol.for("threadline.test-began-with");
const shared = globalThis as { [BEGAN_WITH]?: NodeJS.ProcessEnv };

// Files of tests follow one another in one process, so that packages are read once. Each file has modules of ours, settings
// and answers kept in mind of its own, as if it were the first.
shared[BEGAN_WITH] ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in shared[BEGAN_WITH])) delete process.env[name];
Object.assign(process.env, shared[BEGAN_WITH]);
process.exitCode = undefined;
forgetKeptAnswers();
vi.resetModules();
