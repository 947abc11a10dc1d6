import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ChainState } from "@/components/case/chain-state";

const drawn = (chain: Partial<Parameters<typeof ChainState>[0]["chain"]>) =>
  renderToStaticMarkup(
    createElement(ChainState, {
      chain: { entries: 1200, brokenAt: null, wholeAtMs: null, since: 0, ...chain },
      ...{ enforced: true, shown: {} },
    }),
  );

it("says that the trail holds, or the number of the first entry that does not", () => {
  expect(drawn({})).toContain("chain holds");
  expect(drawn({})).toContain("1,200 entries");
  const broken = drawn({ brokenAt: "417" });
  expect(broken).toContain("chain broken");
  expect(broken).toContain("Entry 417 does not match its hash");
  expect(broken).not.toContain("chain holds");
});
