/**
 * SQL that holds for a row of a case that someone is on. `alias` is the row's table, `actor` the parameter (`$3`) with their
 * id: null for the operator, who is on all. Both stand in our code, never in what anyone sends.
 */
export function isOn(alias: string, actor: `$${number}`, column = "id"): string {
  return `(${actor}::text IS NULL OR EXISTS (SELECT FROM case_members on_it
            WHERE on_it.case_id = ${alias}.${column} AND on_it.user_id = ${actor}))`;
}
