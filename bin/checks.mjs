// The static checks of `npm test`, in their order. Each is a program that ends with 0 when all is well.
export const checks = [
  { name: "format and lint", command: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"] },
  { name: "types", command: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."] },
  { name: "layers", command: ["bin/checks/layers.mjs"] },
  { name: "pure rooms", command: ["bin/checks/pure-rooms.mjs"] },
  { name: "guards", command: ["bin/checks/guards.mjs"] },
  { name: "unused code", command: ["node_modules/knip/bin/knip.js"] },
  { name: "lockfile", command: ["bin/checks/lockfile.mjs"] },
  { name: "licences", command: ["bin/checks/licences.mjs"] },
  { name: "documentation", command: ["bin/checks/documentation.mjs"] },
  { name: "grammar", command: ["bin/checks/grammar.mjs"] },
  { name: "plain text", command: ["bin/checks/plain-text.mjs"] },
];
