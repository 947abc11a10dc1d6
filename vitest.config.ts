import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { projectFiles } from "./bin/checks/project-files.mjs";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
// Vite sets BASE_URL for its own ends; to Threadline it means the address people use.
const env = { BASE_URL: "" };
/** With these the clients of AWS can be made; what they ask is an endpoint of the test's own, and no account knows them. */
const nobodysKey = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000001", AWS_SECRET_ACCESS_KEY: "secret" };
const exclude = ["node_modules/**", ".next/**", ".threadline/**"];

const ofDatabase = projectFiles().filter((file) => /\.db\.test\.(ts|mjs)$/.test(file));
/** A file that puts something in a module's place has a process of its own: the next one must not find it there. */
const standsIn = ofDatabase.filter((file) => /\bvi\.(mock|doMock|resetModules)\(/.test(readFileSync(file, "utf8")));

const db = {
  env: { ...env, ...nobodysKey },
  // A test stands in for what Next.js keeps of a browser: better-auth sets its cookies there.
  server: { deps: { inline: ["better-auth"] } },
  globalSetup: ["lib/db/test-server.ts"],
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          env,
          include: ["**/*.test.{ts,tsx,mjs}"],
          exclude: [...exclude, "**/*.db.test.{ts,mjs}"],
          // Pure code leaves nothing behind that the next file could find: half of the time was beginning anew for each.
          isolate: false,
          // How long a test takes is the machine's affair, and proves nothing.
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          ...db,
          name: "db",
          include: ofDatabase.filter((file) => !standsIn.includes(file)),
          setupFiles: ["lib/db/test-begin.ts"],
          isolate: false,
        },
      },
      { resolve: { alias }, test: { ...db, name: "db apart", include: standsIn } },
    ],
  },
});
