/**
 * A query for the files of a case (`id`) with their `place` among them by content: what is found must not depend on the order
 * of loading, which the database's own numbers follow.
 *
 * @param caseId where the case's id stands among the statement's parameters, "$1"
 */
export function filePlaces(caseId: `$${number}`): string {
  return `(SELECT id, row_number() OVER (ORDER BY sha256) AS place FROM evidence_files WHERE case_id = ${caseId}::uuid)`;
}
