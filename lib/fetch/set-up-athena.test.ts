import { afterAll, beforeAll, expect, it } from "vitest";
import { setUpAthena } from "@/lib/fetch/set-up-athena";
import { openAthena } from "@/lib/sources/athena/test-athena";

let world: Awaited<ReturnType<typeof openAthena>>;
beforeAll(async () => {
  world = await openAthena();
}, 60_000);
afterAll(async () => {
  await world.close();
});

it("finds the tables of a database that hold logs, and says in words why it cannot", async () => {
  const { tables, ...rest } = world.setup;
  const setUp = (over: object) =>
    setUpAthena({ ...rest, database: "logs", ...over }, world.context.clients.input.connection, "ada@example.net");
  expect(tables.length).toBeGreaterThan(2);
  expect(await setUp({})).toEqual(world.setup);
  await expect(setUp({ database: "empty" })).rejects.toMatchObject({ code: "invalid" });
  await expect(setUp({ accountId: "999999999999" })).rejects.toThrow(/does not reach account 999999999999/);
  world.aws.deny(["glue:GetTables"]);
  await expect(setUp({})).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("glue:GetTables"),
  });
});
