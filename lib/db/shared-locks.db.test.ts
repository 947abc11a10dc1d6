import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SharedLocks } from "@/lib/db/shared-locks";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
/** Two of them are two processes: each has a connection of its own. */
let here: SharedLocks;
let there: SharedLocks;

beforeAll(async () => {
  database = await createTestDatabase();
  here = new SharedLocks();
  there = new SharedLocks();
});
afterAll(async () => {
  await here.close();
  await there.close();
  await database.drop();
});

const never = new AbortController().signal;

describe("a lock that processes share", () => {
  it.each(["the same process", "another process"])("is one request's at a time, in %s", async (where) => {
    const others = where === "the same process" ? here : there;
    const order: string[] = [];
    const first = here.newLock("upload");
    await first.lock(never, async () => {
      order.push("asked to let go");
      await first.unlock();
      order.push("let go");
    });
    const second = others.newLock("upload");
    await second.lock(never, () => undefined);
    order.push("taken");
    expect(order.slice(0, 2)).toEqual(["asked to let go", "let go"]);
    expect(order.at(-1)).toBe("taken");
    await second.unlock();
  });

  it("keeps names apart, and lets many wait for one", async () => {
    const other = here.newLock("another");
    await other.lock(never, () => undefined);
    let inside = 0;
    let most = 0;
    const work = async (locks: SharedLocks) => {
      const lock = locks.newLock("busy");
      await lock.lock(never, () => undefined);
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
      await lock.unlock();
    };
    await Promise.all([here, there, here, there, here].map(work));
    expect(most).toBe(1);
    await other.unlock();
  });

  it("refuses whoever stops waiting, and is free when its process is gone", async () => {
    const lock = here.newLock("left");
    await lock.lock(never, () => undefined);
    const stopped = AbortSignal.timeout(200);
    await expect(there.newLock("left").lock(stopped, () => undefined)).rejects.toMatchObject({ status_code: 423 });
    await here.close();
    const next = there.newLock("left");
    await next.lock(never, () => undefined);
    await next.unlock();
  });
});
