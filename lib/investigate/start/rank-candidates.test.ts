import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankCandidates } from "@/lib/investigate/start/rank-candidates";
import { START_REASONS, type StartCandidate, type StartReason } from "@/lib/investigate/start/start.types";

const T0 = Date.UTC(2026, 1, 16, 22);
const HOUR = 3_600_000;

function candidate(reason: StartReason, hours: number, record = START_REASONS.indexOf(reason) + 1): StartCandidate {
  const time = new Date(T0 + hours * HOUR).toISOString();
  return { reason, event: { time, kind: "flow", summary: reason, evidence: { sha256: "ab".repeat(32), record } } };
}

const orderOf = (candidates: StartCandidate[], startMs: number | null = null) =>
  rankCandidates(candidates, startMs).map(({ reason }) => reason);

describe("rankCandidates", () => {
  it.each<[string, StartCandidate[], StartReason[]]>([
    ["nothing", [], []],
    ["the earliest first", [candidate("contact", 2), candidate("lookup", 1)], ["lookup", "contact"]],
    [
      "what names the address before what only stands out, however early",
      [candidate("new-api", -9), candidate("off-instance", -3), candidate("contact", 5)],
      ["contact", "new-api", "off-instance"],
    ],
    [
      "the flagged name between the two",
      [candidate("detection", 0), candidate("name", 1), candidate("finding", 2)],
      ["finding", "name", "detection"],
    ],
    ["contact before lookup at one time", [candidate("lookup", 1), candidate("contact", 1)], ["contact", "lookup"]],
  ])("%s", (_, candidates, order) => {
    expect(orderOf(candidates)).toEqual(order);
  });

  it("names a record once, with every reason for it", () => {
    const ranked = rankCandidates([candidate("off-instance", 1, 7), candidate("call", 1, 7)], null);
    expect(ranked).toMatchObject([{ reason: "call", also: ["off-instance"], tie: "address" }]);
  });

  it("says by how much each would move the start", () => {
    const ranked = rankCandidates([candidate("contact", 3), candidate("lookup", 0)], T0 + 3 * HOUR);
    expect(ranked.map(({ movesByMs }) => movesByMs)).toEqual([-3 * HOUR, 0]);
    expect(rankCandidates([candidate("contact", 3)], null)[0]?.movesByMs).toBeNull();
  });

  it("does not depend on the order it is given", () => {
    const candidates = fc.array(
      fc
        .tuple(fc.constantFrom(...START_REASONS), fc.nat(5), fc.nat(3))
        .map(([reason, hours, record]) => candidate(reason, hours, record)),
    );
    fc.assert(
      fc.property(candidates, (list) => {
        const ranked = rankCandidates(list, T0);
        expect(rankCandidates([...list].reverse(), T0)).toEqual(ranked);
      }),
    );
  });
});
