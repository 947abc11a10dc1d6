/** What `cases.flow_sums` says where the case's sums were made by these rules. */
export const FLOW_SUMS = 1;
