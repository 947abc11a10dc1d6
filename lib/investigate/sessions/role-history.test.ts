import { describe, expect, it } from "vitest";
import { RoleHistory } from "@/lib/investigate/sessions/role-history";

const HOUR = 3_600_000;
const use = (api: string, hour: number, calls: number) => ({
  api,
  calls,
  firstMs: hour * HOUR,
  lastMs: hour * HOUR + 1,
});

describe("first use of an API by a role", () => {
  const history = new RoleHistory([use("s3 Get", 0, 15), use("s3 Get", 10, 10), use("iam List", 30, 1)]);

  it.each([
    ["a call after a day and enough others", "iam List", 30, true],
    ["one that the role made before", "s3 Get", 30, false],
    ["one too early to say", "sts Get", 5, null],
    ["one after a day", "sts Get", 25, true],
  ])("%s", (_name, api, hour, answer) => {
    expect(history.isFirst(api, hour * HOUR)).toBe(answer);
  });

  it("claims nothing over a few calls, however old", () => {
    expect(new RoleHistory([use("s3 Get", 0, 3)]).isFirst("iam List", 100 * HOUR)).toBeNull();
  });

  it("says what stands behind it", () => {
    expect(history.before(30 * HOUR)).toEqual({ fromMs: 0, days: 1.25, calls: 25 });
    const all = new RoleHistory([{ api: "s3 Get", calls: 40, firstMs: 0, lastMs: 40 * HOUR }]);
    expect([0, 1, 30, 50].map((hour) => all.before(hour * HOUR).calls)).toEqual([0, 1, 30, 40]);
  });
});
