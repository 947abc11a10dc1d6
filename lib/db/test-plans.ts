import type { Pool } from "pg";
import { vi } from "vitest";
import { pool } from "@/lib/db/pool";

interface PlanNode {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

function lookedAt(node: PlanNode, table: string): number {
  const below = (node.Plans ?? []).reduce((sum, part) => sum + lookedAt(part, table), 0);
  if (node["Relation Name"] !== table) return below;
  return below + node["Actual Loops"] * (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0));
}

/** The plans by which the database answers all that the pool is asked meanwhile. */
async function plansOf(ask: () => Promise<unknown>): Promise<PlanNode[]> {
  const asked = vi.spyOn<Pool, "query">(pool(), "query");
  await ask();
  const calls = asked.mock.calls as unknown as [string | { text: string; values: unknown[] }, unknown[]?][];
  asked.mockRestore();
  const plans: PlanNode[] = [];
  for (const [query, given] of calls) {
    const { text, values } = typeof query === "string" ? { text: query, values: given } : query;
    const { rows } = await pool().query<{ "QUERY PLAN": { Plan: PlanNode }[] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    plans.push(...(rows[0]?.["QUERY PLAN"] ?? []).map(({ Plan }) => Plan));
  }
  return plans;
}

/** How many rows of a table the database looks at to answer. */
export async function rowsLookedAt(ask: () => Promise<unknown>, table: string): Promise<number> {
  return (await plansOf(ask)).reduce((sum, plan) => sum + lookedAt(plan, table), 0);
}

function tablesIn(node: PlanNode): string[] {
  const own = node["Relation Name"];
  return [
    ...(own !== undefined && node["Actual Loops"] > 0 ? [own] : []),
    ...(node.Plans ?? []).flatMap((part) => tablesIn(part)),
  ];
}

/** Tables that the database looks into to answer, of those whose names begin so. */
export async function tablesLookedInto(ask: () => Promise<unknown>, prefix: string): Promise<string[]> {
  const tables = (await plansOf(ask)).flatMap((plan) => tablesIn(plan));
  return [...new Set(tables)].filter((table) => table.startsWith(prefix)).sort();
}
