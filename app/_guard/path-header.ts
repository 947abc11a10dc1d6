/** Set by the proxy on every request for a page: its path and query, to come back to after signing in. */
export const PATH_HEADER = "x-threadline-path";
