import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readQuery } from "@/lib/search/read-query";
import { FIELD_NAMES } from "@/lib/search/search-field";
import { Parameters } from "@/lib/timeline/events/source-read";
import { API_SEARCH_COLUMNS } from "@/lib/timeline/search/api-search-columns";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { DNS_SEARCH_COLUMNS } from "@/lib/timeline/search/dns-search-columns";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";

const SOURCES = [flowSearchColumns("out"), DNS_SEARCH_COLUMNS, API_SEARCH_COLUMNS];

describe("compileQuery", () => {
  it("never puts what was typed into the text of a statement", () => {
    // A letter that none of our own words has marks it.
    const hostile = fc
      .array(fc.constantFrom("'", "ж", '\\"', ";--", "$1", "%", "_", "\\\\", ")", "/*", "\u0000", "ж"), {
        maxLength: 12,
      })
      .map((parts) => `ж${parts.join("")}`);
    fc.assert(
      fc.property(fc.constantFrom("", ...FIELD_NAMES.map((name) => `${name}:`)), hostile, (field, text) => {
        const { query } = readQuery(`${field}"${text}" NOT ${field}${text.replaceAll(/[\s()"[\]]/g, "")}*`);
        for (const columns of SOURCES) {
          const at = new Parameters();
          const sql = compileQuery(query, columns, at);
          expect(sql).not.toMatch(/ж|;|--|\/\*/);
          expect(sql).toMatch(/^[\x20-\x7e\n]*$/);
          expect([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))).toEqual(
            at.values.map((_, n) => n + 1),
          );
        }
      }),
    );
  });

  it("tells beforehand that a source has nothing that is meant", () => {
    const none = (text: string) => SOURCES.filter((columns) => meansNone(readQuery(text).query, columns));
    expect(none("domain:x").map(({ source }) => source)).toEqual(["flow", "api"]);
    expect(none("source:(dns OR api)").map(({ source }) => source)).toEqual(["flow"]);
    expect(none("NOT source:dns").map(({ source }) => source)).toEqual(["dns"]);
    expect(none("assumerole").map(({ source }) => source)).toEqual(["flow"]);
    expect(none("rej*").map(({ source }) => source)).toEqual([]);
    expect(none("*")).toEqual([]);
  });
});
