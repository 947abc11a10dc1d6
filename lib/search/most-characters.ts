/** Of a query: it stands in the address of a page. */
export const MOST_CHARACTERS = 1_000;
