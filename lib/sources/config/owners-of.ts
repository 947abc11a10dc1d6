import type { ConfigurationItem } from "@aws-sdk/client-config-service";

/** Whose history follows from an item of each type; of a group nobody's, or all that ever had it would follow. */
const FOLLOWS = new Map<string, ReadonlyMap<string, "instance" | "interface" | "security-group">>([
  ["AWS::EC2::Instance", new Map([["AWS::EC2::NetworkInterface", "interface"]])],
  [
    "AWS::EC2::NetworkInterface",
    new Map([
      ["AWS::EC2::Instance", "instance"],
      ["AWS::EC2::SecurityGroup", "security-group"],
    ]),
  ],
]);
const ID = /^[a-z]+-[0-9a-z]{1,64}$/;

/** What the items say they were attached to, each once. */
export function ownersOf(items: readonly ConfigurationItem[]) {
  const found = new Map<string, { of: "instance" | "interface" | "security-group"; id: string }>();
  for (const { resourceType = "", relationships = [] } of items) {
    const follows = FOLLOWS.get(resourceType);
    for (const { resourceType: type = "", resourceId: id = "" } of relationships) {
      const of = follows?.get(type);
      if (of !== undefined && ID.test(id)) found.set(`${of} ${id}`, { of, id });
    }
  }
  return [...found.values()];
}
