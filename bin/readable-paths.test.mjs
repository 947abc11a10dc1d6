import { createServer, get } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import "./readable-paths.mjs";

const server = createServer((_request, response) => response.end("page"));
beforeAll(() => new Promise((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => server.close());

/** As it stands: `fetch` would write a path anew. */
const statusOf = (path) =>
  new Promise((done, fail) => {
    get({ host: "127.0.0.1", port: server.address().port, path, agent: false }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).once("error", fail);
  });

it.each(["/cases/%F0%28", "/%ED%A0%80", "/api/cases/%", "/%E0%A4%A?x=1"])("refuses %s", async (path) =>
  expect(await statusOf(path)).toBe(400),
);

it.each(["/", "/cases/%C3%A9", "/cases/1?q=%", "/cases/1?q=%F0%28", "/%2e%2e/%00"])("lets %s through", async (path) =>
  expect(await statusOf(path)).toBe(200),
);
