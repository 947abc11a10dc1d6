import { readFileSync } from "node:fs";
import { type Agent, request } from "node:http";

interface Manifest {
  node: Record<string, { exportedName?: string; filename?: string }>;
}

/** The number that the built pages know an action by. */
function actionId(file: string, name: string): string {
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Manifest;
  const found = Object.entries(node).find(
    ([, { exportedName, filename }]) => exportedName === name && filename === file,
  );
  if (!found) throw new Error(`the built pages have no ${name}`);
  return found[0];
}

/** Changes a case as its pages do: by a server action over HTTP. Throws for what was refused. */
export function actionWriter(url: string, caseId: string, agent: Agent) {
  const file = "app/cases/[caseId]/annotations/actions.ts";
  const ids = { comment: actionId(file, "commentAction"), pin: actionId(file, "pinAction") };
  return (what: keyof typeof ids, input: object, cookie: string) =>
    new Promise<void>((done, fail) => {
      const headers = {
        ...{ cookie, origin: url, "sec-fetch-site": "same-origin", accept: "text/x-component" },
        ...{ "next-action": ids[what], "content-type": "text/plain;charset=UTF-8" },
      };
      const sent = request(`${url}/cases/${caseId}`, { method: "POST", agent, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece: string) => {
          text += piece;
        });
        answer.once("error", fail);
        answer.once("end", () =>
          answer.statusCode === 200 && text.includes('"ok":true')
            ? done()
            : fail(new Error(`${what} answered ${answer.statusCode}: ${text.slice(0, 300)}`)),
        );
      });
      sent.once("error", fail);
      sent.end(JSON.stringify([input]));
    });
}
