import { describe, expect, it } from "vitest";
import type { SessionNode, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";
import { layOutTree } from "@/lib/timeline/sessions/lay-out-tree";

/** A tree by each node's parent; children stand in the order given. */
function treeOf(parents: readonly [id: string, parentId: string | null][]): SessionTree {
  const tree: SessionTree = { nodes: new Map(), roots: [], nodeOf: new Map() };
  for (const [id, parentId] of parents) {
    const above = parentId === null ? undefined : tree.nodes.get(parentId);
    const node: SessionNode = {
      ...{ id, parentId, depth: above ? above.depth + 1 : 0, root: above ? null : "user", type: null },
      ...{ principalId: null, arn: null, accountId: null, roleArn: null, sessionName: id, userName: null },
      ...{ sourceIdentities: [], instanceId: null, rootInstanceId: null, service: null, keys: [], unusedKeys: 0 },
      children: [],
    };
    tree.nodes.set(id, node);
    (above ? above.children : tree.roots).push(id);
  }
  return tree;
}

const laidOut = (tree: SessionTree, ids: readonly string[]) =>
  layOutTree(
    tree,
    ids.flatMap((id) => tree.nodes.get(id) ?? []),
  ).map(({ node, depth, above }) => [node.id, depth, above]);

describe("layOutTree", () => {
  it("shows the wanted with what led to them, in the order of the tree", () => {
    const tree = treeOf([
      ["a", null],
      ["b", null],
      ["a1", "a"],
      ["a2", "a"],
      ["a21", "a2"],
      ["b1", "b"],
    ]);
    expect(laidOut(tree, ["b", "a21"])).toEqual([
      ["a", 0, 0],
      ["a2", 1, 0],
      ["a21", 2, 0],
      ["b", 0, 0],
    ]);
  });

  it("takes a chain of any length, and counts what it leaves out above", () => {
    const tree = treeOf(Array.from({ length: 40_000 }, (_, at) => [`${at}`, at === 0 ? null : `${at - 1}`]));
    const lines = laidOut(tree, ["39999", "100"]);
    expect(lines).toHaveLength(2 * 65);
    expect(lines[0]).toEqual(["36", 0, 36]);
    expect(lines[65]).toEqual(["39935", 0, 39_935]);
    expect(lines.at(-1)).toEqual(["39999", 64, 0]);
    // Every one of them is wanted: the lines that lead to them are bounded all the same.
    expect(laidOut(tree, ["35000", ...Array.from({ length: 299 }, (_, at) => `${at * 100}`)]).length).toBeLessThan(
      1_300,
    );
  });
});
