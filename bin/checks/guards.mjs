// Every page, route and action asks who is there. What may be open stands in a list, with the reason.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { projectFiles, ROOT } from "./project-files.mjs";

/** Open to everyone. */
const OPEN = new Map([
  ["app/healthz/route.ts", "tells a balancer whether the process and its database answer, nothing else"],
  ["app/api/v1/openapi.json/route.ts", "what the API is; it tells of nothing that is kept here"],
  ["app/(entrance)/sign-in/page.tsx", "where people sign in"],
  ["app/(entrance)/sign-in/second-factor/page.tsx", "the second step of signing in"],
  ["app/(entrance)/join/page.tsx", "where a link leads that lets someone in once"],
  ["app/(entrance)/forgot/page.tsx", "asks for such a link by mail"],
  ["app/(entrance)/welcome/page.tsx", "the first run, by a token"],
]);
/** Where an action for someone who is not signed in may stand. */
const ENTRANCE = "app/(entrance)/actions.ts";
/** What is open to those who must set up a second factor first. */
const ACCOUNT = "app/account/page.tsx";
const ACCOUNT_ACTIONS = ["app/account/actions.ts", ENTRANCE];
/** What programs ask, with a token. */
const API = /^app\/api\/v1\//;
/** Where the routes for signing in by an identity provider stand. */
const OPEN_ROUTES = /^app\/api\/auth\//;
const METHOD = /^export (async function|const|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b(.*)$/gm;
const EXPORT = /^export (?!type |interface )(.*)$/gm;

/**
 * @param {readonly { path: string, text: string }[]} files
 * @returns {string[]} a line for each that nobody guards
 */
export function guardProblems(files) {
  const problems = [];
  for (const { path, text } of files) {
    if (OPEN.has(path)) continue;
    if (
      /^app\/.*page\.tsx$/.test(path) &&
      !text.includes(path === ACCOUNT ? "await requireOwnAccount()" : "await requirePerson()")
    ) {
      problems.push(`${path}: a page calls requirePerson first`);
    }
    if (/^app\/cases\/\[caseId\]\/.*page\.tsx$/.test(path) && !text.includes("await caseHeader(")) {
      problems.push(`${path}: a page of a case reads its header, which asks whether someone is on it`);
    }
    if (/^app\/api\/cases\/.*route\.ts$/.test(path) && !text.includes("caseRoute(")) {
      problems.push(`${path}: a route of a case is a caseRoute`);
    }
    if (/^app\/.*route\.ts$/.test(path)) {
      for (const [, , method, rest] of text.matchAll(METHOD)) {
        if (OPEN_ROUTES.test(path) && /^ = openRoute\(/.test(rest)) continue;
        if (
          !/^ = ((guarded|case)Route\(|[A-Za-z]+;)/.test(rest) ||
          !(API.test(path) ? /apiRoute\(/ : /(guarded|case)Route\(/).test(text)
        )
          problems.push(`${path}: ${method} is no guardedRoute`);
      }
    }
    if (/^["']use server["'];/m.test(text)) {
      for (const [, what] of text.matchAll(EXPORT)) {
        const guard = /= (guardedAction|accountAction|openAction)\(/.exec(what)?.[1];
        if (guard === undefined) problems.push(`${path}: an action is a guardedAction, this is not: ${what}`);
        if (guard === "accountAction" && !ACCOUNT_ACTIONS.includes(path))
          problems.push(`${path}: an accountAction is about one's own account`);
        if (guard === "openAction" && path !== ENTRANCE) problems.push(`${path}: only the entrance has open actions`);
      }
    }
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = projectFiles().filter((path) => /^(app|components|lib)\/.*\.tsx?$/.test(path));
  const read = files.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  failWith(guardProblems(read), "Every page, route and action asks who is there.");
}
