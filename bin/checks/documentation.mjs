// What README and docs/ say exists, exists; what exists for people to use, they say. Links lead somewhere.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { projectFiles, ROOT } from "./project-files.mjs";

const TOP = /^(app|components|lib|prisma|bin|bench|docs|e2e|public)\//;
/** Variables that belong to Node.js, npm or a test run and are no settings of Threadline's. */
const FOREIGN = new Set(["NODE_ENV", "PATH", "HOME", "CI", "NO_COLOR", "FORCE_COLOR", "XDG_CACHE_HOME", "TMPDIR"]);
const FOR_TESTS = /^THREADLINE_TEST_/;

const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

/** Subcommands and options that the sources of the command define. */
export function definedCommands(sources) {
  const text = sources.join("\n");
  return {
    commands: new Set([
      ...all(text, /new Command\(\s*"([a-z][a-z-]*)"/g).filter((name) => name !== "threadline"),
      ...all(text, /\.command\(\s*"([a-z][a-z-]*)/g),
      ...all(text, /args\[0\] === "([a-z-]+)"/g),
    ]),
    options: new Set(all(text, /(?:[oO]ption\(|Option\()\s*"(?:-\w, )?(--[a-z][a-z-]*)/g)),
  };
}

/** Settings: the schema of lib/env.ts, and what the launcher reads before that can be asked. */
export function definedVariables(envSource, launcherSources) {
  const launcher = launcherSources.join("\n");
  const names = [
    ...all(envSource, /^\s+([A-Z][A-Z0-9_]*): [a-z]/gm),
    ...all(launcher, /(?:process\.env|environment)\.([A-Z][A-Z0-9_]*)/g),
  ];
  return new Set(names.filter((name) => !FOREIGN.has(name) && !FOR_TESTS.test(name)));
}

function commandProblems(docs, { commands, options }, scripts) {
  const problems = [];
  const saidCommands = new Set();
  const saidOptions = new Set();
  for (const { path, text } of docs) {
    const lines = text.split("\n").filter((line) => /\bthreadline [a-z]|\bnpm run bench\b/.test(line));
    for (const line of lines) {
      for (const name of all(line, /(?:npx |`)threadline ([a-z][a-z-]*)/g)) {
        saidCommands.add(name);
        if (!commands.has(name)) problems.push(`${path}: there is no command "threadline ${name}"`);
      }
    }
    for (const option of all(text, /(?<![\w-])(--[a-z][a-z-]+)/g)) {
      saidOptions.add(option);
      if (!options.has(option)) problems.push(`${path}: no command has the option ${option}`);
    }
    for (const script of all(text, /\bnpm run ([a-z:-]+)/g)) {
      if (!scripts[script]) problems.push(`${path}: package.json has no script "${script}"`);
    }
  }
  const everything = docs.map(({ text }) => text).join("\n");
  for (const name of commands) if (!saidCommands.has(name)) problems.push(`"threadline ${name}" is in no document`);
  for (const option of options) if (!saidOptions.has(option)) problems.push(`option ${option} is in no document`);
  for (const script of Object.keys(scripts)) {
    if (!new RegExp(`\\bnpm (run )?${script}\\b`).test(everything))
      problems.push(`"npm run ${script}" is in no document`);
  }
  return problems;
}

function variableProblems(docs, variables) {
  const problems = [];
  const said = new Set();
  for (const { path, text } of docs) {
    for (const name of all(text, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST)(?:=[^`]*)?`/g)) {
      said.add(name);
      if (!variables.has(name)) problems.push(`${path}: nothing reads the variable ${name}`);
    }
  }
  for (const name of variables) if (!said.has(name)) problems.push(`the variable ${name} is in no document`);
  return problems;
}

function pathProblems(docs, exists) {
  const problems = [];
  for (const { path, text } of docs) {
    const prose = text.replace(/```[\s\S]*?```/g, "");
    for (const link of all(prose, /\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link) || link.startsWith("#")) continue;
      const target = normalize(join(dirname(path), link.replace(/#.*$/, "")));
      if (!exists(target)) problems.push(`${path}: the link to ${link} leads nowhere`);
    }
    for (const named of all(prose, /`([\w@.-]+(?:\/[\w@.[\]()-]+)+\/?)`/g)) {
      if (TOP.test(named) && !exists(named)) problems.push(`${path}: there is no ${named}`);
    }
  }
  return problems;
}

function decisionProblems(docs) {
  const index = docs.find(({ path }) => path === "docs/decisions/README.md")?.text ?? "";
  const pages = docs.map(({ path }) => path).filter((path) => /^docs\/decisions\/\d{4}-/.test(path));
  return pages.flatMap((path, at) => {
    const name = path.split("/").at(-1);
    const problems = index.includes(`(${name})`) ? [] : [`${path}: not listed in docs/decisions/README.md`];
    if (Number(name.slice(0, 4)) !== at + 1) problems.push(`${path}: decisions are numbered from 0001 without a gap`);
    return problems;
  });
}

/** Kinds of logs as the registry tells people of them: README has a row for each, in the same words. */
export function formatProblems(registrySource, readme) {
  const formats = [...registrySource.matchAll(/title: "([^"]*)",\s*description:\s*"([^"]*)"/g)];
  if (formats.length === 0) return ["lib/formats/registry.ts: no format was found in it"];
  return formats
    .filter(([, title, description]) => !readme.includes(`| ${title} | ${description} |`))
    .map(([, title]) => `README.md: the row of "${title}" is not as in lib/formats/registry.ts`);
}

/** Fields of the search language as their registry has them: README has a row for each, in the same words. */
export function fieldProblems(fieldSource, readme) {
  const text = fieldSource.slice(fieldSource.indexOf("export const SEARCH_FIELDS"));
  const fields = [...text.matchAll(/^ {2}(\w+): \{[\s\S]*?words: "([^"]*)"[\s\S]*?example: "([^"]*)"/gm)];
  if (fields.length === 0) return ["lib/search/search-field.ts: no field was found in it"];
  return fields
    .filter(([, name, words, example]) => !readme.includes(`| \`${name}\` | ${words} | \`${example}\` |`))
    .map(([, name]) => `README.md: the row of "${name}" is not as in lib/search/search-field.ts`);
}

/** @returns {string[]} one line a difference between what the documents say and what there is */
export function documentationProblems({ docs, commands, variables, scripts, exists }) {
  return [
    ...commandProblems(docs, commands, scripts),
    ...variableProblems(docs, variables),
    ...pathProblems(docs, exists),
    ...decisionProblems(docs),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = projectFiles();
  const read = (path) => readFileSync(join(ROOT, path), "utf8");
  const isCode = (path) => /\.(ts|mjs)$/.test(path) && !/\.test\./.test(path);
  const inFolder = (folder) => files.filter((path) => path.startsWith(folder) && isCode(path)).map(read);
  const docs = files.filter((path) => /^(docs\/.*|[A-Z]+)\.md$/.test(path)).map((path) => ({ path, text: read(path) }));
  const launcher = files.filter((path) => /^bin\/[a-z-]+\.mjs$/.test(path) && isCode(path)).map(read);
  const problems = documentationProblems({
    docs,
    commands: {
      commands: definedCommands([...inFolder("lib/cli/"), read("bin/threadline.mjs")]).commands,
      options: definedCommands([...inFolder("lib/cli/"), ...inFolder("bench/")]).options,
    },
    variables: definedVariables(read("lib/env.ts"), launcher),
    scripts: JSON.parse(read("package.json")).scripts,
    exists: (path) => existsSync(join(ROOT, path)),
  });
  problems.push(...formatProblems(read("lib/formats/registry.ts"), read("README.md")));
  problems.push(...fieldProblems(read("lib/search/search-field.ts"), read("README.md")));
  failWith(problems, "The documents and the code say the same.");
}
