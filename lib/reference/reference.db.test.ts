import { existsSync, readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { addReference } from "@/lib/reference/add-reference";
import { labelAddresses, listedNames } from "@/lib/reference/label-addresses";
import { listReference } from "@/lib/reference/list-reference";
import { referenceFolder, referencePath } from "@/lib/reference/reference-path";
import { removeReference } from "@/lib/reference/remove-reference";
import { writePlaces } from "@/lib/reference/test-places";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const EMPTY = { aws: null, country: null, owner: null, listed: [] };
const add = (name: string, content: string | Buffer) =>
  addReference(Readable.from([Buffer.from(content)]), name, operatorCalled("ada"));

describe("reference data", () => {
  it("label nothing before there are any", async () => {
    expect((await labelAddresses(["198.51.100.77"])).get("198.51.100.77")).toEqual(EMPTY);
  });

  it("label addresses and names from all kinds at once", async () => {
    await add(
      "bad.csv",
      "198.51.100.77,command and control\n198.51.100.0/24,range\nbad.example,drop\n2001:db8::/32,six",
    );
    await add("a.mmdb", writePlaces("Country", [["198.51.100.0/24", { country: { iso_code: "DE" } }]]));
    await add(
      "b.mmdb",
      writePlaces("ASN", [["198.51.100.0/24", { autonomous_system_number: 64_500, as_name: "Example" }]]),
    );
    const prefixes = [{ ip_prefix: "203.0.113.0/24", region: "eu-west-1", service: "S3" }];
    await add("ranges", JSON.stringify({ syncToken: "1770000000", createDate: "", prefixes, ipv6_prefixes: [] }));
    const labels = await labelAddresses(["198.51.100.77", "203.0.113.5", "2001:db8::1", "192.0.2.1"]);
    expect(labels.get("198.51.100.77")).toMatchObject({
      ...{ country: "DE", owner: { number: 64_500, name: "Example" } },
      listed: [
        { value: "198.51.100.77", note: "command and control", list: "bad.csv" },
        { value: "198.51.100.0/24", note: "range" },
      ],
    });
    expect(labels.get("203.0.113.5")?.aws).toEqual({ services: ["S3"], region: "eu-west-1" });
    expect(labels.get("2001:db8::1")?.listed).toMatchObject([{ value: "2001:db8::/32" }]);
    expect(labels.get("192.0.2.1")).toEqual(EMPTY);
    const names = await listedNames(["deep.below.bad.example", "notbad.example", "example"]);
    expect([...names.keys()]).toEqual(["deep.below.bad.example"]);
  });

  it("replace one of the same name, with its entries and an audit entry", async () => {
    const [old] = (await listReference()).filter(({ kind }) => kind === "indicators");
    await add("bad.csv", "192.0.2.1,new");
    expect(existsSync(referencePath(old?.sha256 ?? ""))).toBe(false);
    const labels = await labelAddresses(["198.51.100.77", "192.0.2.1"]);
    expect(labels.get("198.51.100.77")?.listed).toEqual([]);
    expect(labels.get("192.0.2.1")?.listed).toHaveLength(1);
    const lists = (await listReference()).filter(({ kind }) => kind === "indicators");
    expect(lists).toMatchObject([{ name: "bad.csv", entries: 1, actor: "ada" }]);
    const entries = await prisma().auditEntry.findMany({ where: { subject: "bad.csv" }, orderBy: { id: "asc" } });
    expect(entries.map(({ action }) => action)).toEqual(["reference.added", "reference.replaced"]);
  });

  it("stay as they are when a file is refused", async () => {
    const before = await listReference();
    await expect(add("bad.csv", "nothing in it")).rejects.toMatchObject({ code: "invalid" });
    await expect(add(" ", "192.0.2.1")).rejects.toThrow("no name");
    await expect(add("a\0.csv", "192.0.2.1")).rejects.toThrow("none");
    expect(await listReference()).toEqual(before);
    // A body that breaks off in its middle, and one that never ends.
    async function* broken() {
      yield Buffer.from("192.0.2.1,one");
      throw new Error("gone");
    }
    await expect(addReference(broken(), "bad.csv", operatorCalled("ada"))).rejects.toThrow("gone");
    async function* endless() {
      for (;;) yield Buffer.alloc(1 << 24);
    }
    await expect(addReference(endless(), "bad.csv", operatorCalled("ada"))).rejects.toMatchObject({ code: "invalid" });
    expect(await listReference()).toEqual(before);
    expect(readdirSync(referenceFolder()).sort()).toEqual(before.map(({ sha256 }) => sha256).sort());
  });

  it("keep the bytes of a file that one adds again while another removes it", async () => {
    for (let round = 0; round < 5; round++) {
      const text = `192.0.2.${round},raced`;
      const { id } = await add("first.csv", text);
      await Promise.all([removeReference({ id }, operatorCalled("ada")), add("second.csv", text)]);
      const [file] = (await listReference()).filter(({ name }) => name === "second.csv");
      expect(existsSync(referencePath(file?.sha256 ?? ""))).toBe(true);
      await removeReference({ id: file?.id ?? 0 }, operatorCalled("ada"));
      expect(existsSync(referencePath(file?.sha256 ?? ""))).toBe(false);
    }
  });

  it("are gone when they are removed, bytes and all", async () => {
    const [file] = (await listReference()).filter(({ kind }) => kind === "indicators");
    if (!file) throw new Error("no list");
    expect(existsSync(referencePath(file.sha256))).toBe(true);
    await removeReference({ id: file.id }, operatorCalled("ada"));
    expect(existsSync(referencePath(file.sha256))).toBe(false);
    expect((await labelAddresses(["192.0.2.1"])).get("192.0.2.1")).toEqual(EMPTY);
    await expect(removeReference({ id: file.id }, operatorCalled("ada"))).rejects.toMatchObject({ code: "not-found" });
  });
});
