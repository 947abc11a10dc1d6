import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { changeMember } from "@/lib/cases/change-member";
import { createCase } from "@/lib/cases/create-case";
import { removeMember } from "@/lib/cases/remove-member";
import { seeCase } from "@/lib/cases/see-case";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { FeedChange, FeedPerson } from "@/lib/live/feed.types";
import { readNews } from "@/lib/timeline/case/read-news";

/** The cookie of a test is the token of its session. */
vi.mock("@/lib/auth/find-person", () => ({ findSessionToken: async (headers: Headers) => headers.get("cookie") }));

let database: TestDatabase;
let caseId: string;
let ada: Person;
let bob: Person;
const WAIT = { timeout: 10_000, interval: 10 };
beforeAll(async () => {
  database = await createTestDatabase();
  [ada, bob] = [await addPerson("ada"), await addPerson("bob")];
  caseId = (await createCase({ title: "Followed" })).id;
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const person of [ada, bob]) {
    await prisma().caseMember.deleteMany({ where: { caseId, userId: person.id } });
    await putOnCase(caseId, person, "lead");
    await prisma().webSession.deleteMany({ where: { userId: person.id } });
    const expiresAt = new Date(Date.now() + 3_600_000);
    await prisma().webSession.create({ data: { id: person.id, token: person.id, userId: person.id, expiresAt } });
  }
});

/** Modules of their own: what another web process has. */
async function otherProcess() {
  vi.resetModules();
  const [{ openFeed }, { hub }, { closePool }] = [
    await import("@/lib/live/open-feed"),
    await import("@/lib/live/hub"),
    await import("@/lib/db/pool"),
  ];
  processes.push({ hub, closePool });
  return { openFeed, hub };
}
const processes: { hub: () => { endAll(): void }; closePool: () => Promise<void> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { hub, closePool } of processes.splice(0)) {
    hub().endAll();
    await closePool();
  }
});

interface Followed {
  changes: FeedChange[];
  here: () => string[];
  ended: () => boolean;
  told: () => string;
  leave: () => void;
}

async function follow(
  { openFeed }: Pick<Awaited<ReturnType<typeof otherProcess>>, "openFeed">,
  person: Person,
  { after = 0, path = "", last }: { after?: number; path?: string; last?: number } = {},
): Promise<Followed> {
  const leaving = new AbortController();
  const query = new URLSearchParams({ tab: crypto.randomUUID(), path, after: String(after) });
  const headers: Record<string, string> = { cookie: person.id, ...(last ? { "last-event-id": String(last) } : {}) };
  const request = new Request(`http://localhost/?${query}`, { headers, signal: leaving.signal });
  const answer = await openFeed(caseId, request, person);
  let [text, ended, seen] = ["", false, 0];
  const changes: FeedChange[] = [];
  let people: FeedPerson[] = [];
  void (async () => {
    const decoder = new TextDecoder();
    for await (const piece of answer.body ?? []) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      for (const block of text.split("\n\n").slice(seen, -1)) {
        seen++;
        const [, name] = /^event: (.*)$/m.exec(block) ?? [];
        const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null");
        if (name === "change") changes.push(data);
        if (name === "here") people = data;
      }
    }
    ended = true;
  })();
  const here = () => people.map(({ name, path: at }) => `${name} ${at}`);
  return { changes, here, ended: () => ended, told: () => text, leave: () => leaving.abort() };
}

const flag = (value: string, person: Person) => addIndicator({ caseId, kind: "name", value }, person);
const subjects = (followed: Followed) =>
  followed.changes.filter(({ action }) => action === "indicator.added").map(({ subject }) => subject);

describe("a page that follows a case", () => {
  it("is told of what others do, in order and once, also through another web process, and from its own place on", async () => {
    const [one, other] = [await otherProcess(), await otherProcess()];
    expect(one.hub()).not.toBe(other.hub());
    const [here, there] = [await follow(one, ada), await follow(other, bob)];
    await Promise.all(["a.example", "b.example", "c.example"].map((name) => flag(name, ada)));
    await vi.waitFor(() => expect([subjects(here).length, subjects(there).length]).toEqual([3, 3]), WAIT);
    expect(subjects(here).sort()).toEqual(["a.example", "b.example", "c.example"]);
    const ids = there.changes.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect([here.changes.at(-1)?.mine, there.changes.at(-1)?.mine]).toEqual([true, false]);
    expect(there.changes.at(-1)).toMatchObject({ who: "ada", what: "Indicator added" });
    // Whoever lost the connection says the last thing they heard.
    there.leave();
    await flag("d.example", ada);
    const back = await follow(other, bob, { after: 0, last: ids.at(-1) ?? 0 });
    await vi.waitFor(() => expect(subjects(back)).toEqual(["d.example"]), WAIT);
  });

  it("hears nothing any more once its person is off the case, or signed out", async () => {
    const web = await otherProcess();
    const [leads, watches] = [await follow(web, ada), await follow(web, bob)];
    await changeMember({ caseId, userId: "bob", role: "viewer" }, ada);
    await vi.waitFor(() => expect(watches.changes.at(-1)?.action).toBe("member.changed"), WAIT);
    await removeMember({ caseId, userId: "bob" }, ada);
    await vi.waitFor(() => expect(watches.ended()).toBe(true), WAIT);
    expect(watches.told()).toContain("event: end");
    expect(watches.told()).not.toContain("member.removed");
    await vi.waitFor(() => expect(leads.changes.at(-1)?.action).toBe("member.removed"), WAIT);
    await prisma().webSession.deleteMany({ where: { userId: "ada" } });
    const entry = { actor: ada.email, action: "person.signed-out", detail: {} };
    await prisma().auditEntry.create({ data: entry, select: { id: true } });
    await vi.waitFor(() => expect(leads.ended()).toBe(true), WAIT);
    expect(web.hub().size).toBe(0);
  });

  it("catches up when the connection that hears was lost, hears again by a new one, and ends with its process", async () => {
    // Without the look every few seconds, that also finds what was not heard: by what is told alone.
    vi.spyOn(globalThis, "setInterval").mockImplementation(() => setTimeout(() => undefined, 0));
    const web = await otherProcess();
    const followed = await follow(web, ada);
    const hearing = async (what: string) => {
      const { rows } = await pool().query<{ pid: number }>(
        `SELECT pid, ${what} FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'threadline live' AND query LIKE 'LISTEN "threadline_h%'`,
      );
      return rows.map(({ pid }) => pid);
    };
    await vi.waitFor(async () => expect(await hearing("true")).toHaveLength(1), WAIT);
    const lost = await hearing("pg_terminate_backend(pid)");
    await vi.waitFor(async () => expect(await hearing("true")).toEqual([]), WAIT);
    await flag("away.example", bob);
    await vi.waitFor(() => expect(subjects(followed)).toContain("away.example"), WAIT);
    expect(await hearing("true")).not.toEqual(lost);
    await flag("after.example", bob);
    await vi.waitFor(() => expect(subjects(followed).slice(-2)).toEqual(["away.example", "after.example"]), WAIT);
    web.hub().endAll();
    await vi.waitFor(() => expect(followed.ended()).toBe(true), WAIT);
  });

  it("says who else is there and where, and for no longer than they are", async () => {
    const [one, other] = [await otherProcess(), await otherProcess()];
    const here = await follow(one, ada, { path: "/ledger" });
    const there = await follow(other, bob);
    await vi.waitFor(() => expect(here.here()).toEqual(["ada /ledger", "bob "]), WAIT);
    await vi.waitFor(() => expect(there.here()).toEqual(["ada /ledger", "bob "]), WAIT);
    there.leave();
    await vi.waitFor(() => expect(here.here()).toEqual(["ada /ledger"]), { timeout: 20_000, interval: 50 });
  }, 30_000);

  it("is nobody's once they left, even while it was being opened", async () => {
    const web = await otherProcess();
    const leaving = new AbortController();
    const url = `http://localhost/?${new URLSearchParams({ tab: crypto.randomUUID(), path: "", after: "0" })}`;
    const opened = web.openFeed(caseId, new Request(url, { headers: { cookie: ada.id }, signal: leaving.signal }), ada);
    leaving.abort();
    await opened;
    expect(web.hub().size).toBe(0);
  });

  it("is refused to one who opens far too many, and to a place that is none", async () => {
    const web = await otherProcess();
    await Promise.all(Array.from({ length: 20 }, () => follow(web, ada)));
    await expect(follow(web, ada)).rejects.toMatchObject({ code: "unavailable" });
    await expect(follow(web, ada, { path: "https://elsewhere.example" })).rejects.toThrow(/No path/);
  });
});

describe("what is new since someone last looked", () => {
  it("is what others did after it, for each person by themselves, and never goes back", async () => {
    expect(await readNews(caseId, ada)).toMatchObject({ sinceMs: null, entries: [], count: 0 });
    const { upTo } = await readNews(caseId, ada);
    await seeCase({ caseId, upTo }, ada);
    await flag("f.example", bob);
    await flag("g.example", ada);
    const news = await readNews(caseId, ada);
    expect(news).toMatchObject({ count: 1, entries: [{ who: "bob", what: "Indicator added", subject: "f.example" }] });
    await seeCase({ caseId, upTo: news.upTo + 1_000_000 }, ada);
    await seeCase({ caseId, upTo: 0 }, ada);
    expect(await readNews(caseId, ada)).toMatchObject({ count: 0, upTo: news.upTo });
    await flag("h.example", bob);
    expect(await readNews(caseId, ada)).toMatchObject({ count: 1 });
    await expect(seeCase({ caseId, upTo }, await addPerson("eve"))).rejects.toMatchObject({ code: "not-found" });
  });
});
