import type { Annotation } from "@/lib/report/case-data.types";

const ADA = "ada@example.org";
const BOB = "bob@example.org";
const AT = "2025-03-04T10:00:00.000Z";

/** What people made of the small case that reports are tested with. */
export function testBoard(): Annotation[] {
  const about = { subject: { sha256: "cd".repeat(32), record: 2 }, time: "2025-03-04T00:00:00.000Z" };
  const title = "ACCEPT to 198.51.100.7";
  const instance = { subject: "instance:i-0a1b2c3d4e5f60001", time: "2025-03-04T00:00:00.000Z" };
  const instanceTitle = "Instance i-0a1b2c3d4e5f60001";
  const said = (by: string, body: string, deletedAt: string | null = null) => ({ by, at: AT, body, deletedAt });
  return [
    { kind: "pin", id: "p1", title, facts: { ...about, place: 0, note: "first contact", by: ADA, at: AT } },
    { kind: "tag", id: "t1", title, facts: { ...about, tag: "exfil", by: ADA } },
    { kind: "tag", id: "t2", title: instanceTitle, facts: { ...instance, tag: "web", by: BOB } },
    { kind: "colour", id: "c1", title, facts: { ...about, colour: "red", by: ADA } },
    {
      ...{ kind: "thread of comments", id: "n1", title },
      facts: {
        ...{ ...about, resolved: { by: BOB, at: AT } },
        comments: [said(ADA, "Look at *this*"), said(BOB, "Seen"), said(BOB, "", AT)],
      },
    },
    {
      ...{ kind: "thread of comments", id: "n2", title: instanceTitle },
      facts: { ...instance, comments: [said(BOB, "Ours?")], resolved: null },
    },
    {
      ...{ kind: "hypothesis", id: "h1", title: "The key was stolen" },
      facts: {
        ...{ state: "supported", why: "it fits", judgedBy: ADA, by: BOB, at: AT },
        cited: [{ title, side: "for", note: "fits", at: about.time, by: ADA, subject: about.subject }],
      },
    },
    {
      ...{ kind: "task", id: "k1", title: "Rotate the key" },
      facts: {
        about: { title, subject: about.subject },
        detail: "all of them",
        state: "doing",
        owner: BOB,
        due: { at: AT, zone: "UTC" },
        by: ADA,
        at: AT,
      },
    },
    {
      ...{ kind: "manual event", id: "m1", title: "Laptop lost" },
      facts: {
        ...{ time: "2025-03-04T08:00:00.000Z", knownAt: "2025-03-04T09:00:00.000Z", detail: "At an airport" },
        ...{ source: "the help desk", instanceId: null, by: ADA, at: AT },
      },
    },
  ];
}
