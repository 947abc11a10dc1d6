import { randomUUID } from "node:crypto";
import { get } from "node:http";

/** Follows a case as a page does, and keeps when each change came that is about something of that beginning. Throws for one told twice. */
export function followFeed(url: string, caseId: string, cookie: string, beginning: string) {
  const heard = new Map<string, number>();
  const headers = { cookie, "sec-fetch-site": "same-origin", accept: "text/event-stream" };
  const query = new URLSearchParams({ tab: randomUUID(), path: "", after: "0" });
  let ended = false;
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const opened = new Promise<void>((done, refuse) => {
    open = done;
    fail = refuse;
  });
  const request = get(`${url}/api/cases/${caseId}/live?${query}`, { headers, agent: false }, (answer) => {
    if (answer.statusCode !== 200) return fail(new Error(`the feed answered ${answer.statusCode}`));
    open();
    let text = "";
    answer.setEncoding("utf8");
    answer.on("data", (piece: string) => {
      text += piece;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        if (!block.includes("event: change")) continue;
        const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "{}") as { subject?: string };
        const subject = data.subject ?? "";
        if (!subject.startsWith(beginning)) continue;
        if (heard.has(subject)) throw new Error(`a feed told of ${subject} twice`);
        heard.set(subject, performance.now());
      }
    });
    answer.on("end", () => {
      ended = true;
    });
    answer.on("error", () => {
      ended = true;
    });
  });
  request.on("error", (error) => {
    ended = true;
    fail(error);
  });
  return { heard, opened, hasEnded: () => ended, close: () => request.destroy() };
}
