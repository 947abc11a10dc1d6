/** Height of every line of the table of events. */
export const ROW_PX = 30;
