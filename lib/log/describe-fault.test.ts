import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeFault } from "@/lib/log/describe-fault";

describe("describeFault", () => {
  it("names a fault, its code and where it arose", () => {
    const fault = describeFault(Object.assign(new TypeError("x is not a function"), { code: "ERR_X" }));
    expect(fault).toMatchObject({ name: "TypeError", code: "ERR_X", message: "x is not a function" });
    expect(fault.at[0]).toMatch(/^at .*describe-fault\.test\.ts:\d+:\d+/);
  });

  it("leaves out what parsers and databases quote", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8 }).map((text) => `evidence:${text}\n    at (${text})`),
        (text) => {
          for (const name of ["SyntaxError", "DatabaseError", "Error", "ZodError"]) {
            const error = new Error(text);
            error.name = name;
            expect(JSON.stringify(describeFault(error))).not.toContain("evidence:");
          }
        },
      ),
    );
  });

  it("takes anything that can be thrown", () => {
    fc.assert(fc.property(fc.anything(), (thrown) => typeof describeFault(thrown).name === "string"));
  });
});
