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
  const { tables, limitOf: _, ...rest } = world.setup;
  const setUp = (over: object) =>
    setUpAthena({ ...rest, database: "logs", ...over }, world.context.clients.input.connection, "ada@example.net");
  expect(tables.length).toBeGreaterThan(2);
  expect(await setUp({})).toEqual(world.setup);
  await expect(setUp({ database: "absent" })).rejects.toThrow(/There is no database absent/);
  await expect(setUp({ database: "default" })).rejects.toThrow(/No table of default holds/);
  await expect(setUp({ accountId: "999999999999" })).rejects.toThrow(/does not reach account 999999999999/);
  world.aws.deny(["glue:GetTables"]);
  await expect(setUp({})).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("glue:GetTables"),
  });
  world.aws.allow(["glue:GetTables"]);
});

it("counts the workgroup's limit where it is the smaller one, and its place where it insists", async () => {
  const { tables: _, limitOf: _by, ...rest } = world.setup;
  const setUp = (over: object = {}) =>
    setUpAthena({ ...rest, database: "logs", ...over }, world.context.clients.input.connection, "ada@example.net");
  world.athena.workgroup = {
    BytesScannedCutoffPerQuery: 1e7,
    ResultConfiguration: { OutputLocation: "s3://own/place" },
  };
  expect(await setUp()).toMatchObject({ mostBytes: 1e7, limitOf: "workgroup", outputLocation: rest.outputLocation });
  expect(await setUp({ outputLocation: "" })).toMatchObject({ outputLocation: "s3://own/place/" });
  world.athena.workgroup = {
    ...world.athena.workgroup,
    BytesScannedCutoffPerQuery: 1e15,
    EnforceWorkGroupConfiguration: true,
  };
  expect(await setUp()).toMatchObject({ mostBytes: 1e9, limitOf: "question", outputLocation: "s3://own/place/" });
  world.aws.deny(["athena:GetWorkGroup"]);
  expect(await setUp()).toMatchObject({ mostBytes: 1e9, outputLocation: rest.outputLocation });
  await expect(setUp({ outputLocation: "" })).rejects.toThrow(/names no place for results/);
  world.aws.allow(["athena:GetWorkGroup"]);
  world.athena.workgroup = {};
});
