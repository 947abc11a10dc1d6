// The static checks of `npm test`, in their order. Each is a program that ends with 0 when all is well.
export const checks = [
  { name: "format and lint", command: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"] },
  { name: "types", command: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."] },
];
