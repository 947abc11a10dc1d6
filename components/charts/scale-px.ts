/** Room at the right of every lane for the marks of its scale. */
export const SCALE_PX = 58;
