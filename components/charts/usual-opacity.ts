/** How dark the band of what is usual lies behind the bars: seen, and never louder than they are. */
export const USUAL_OPACITY = 0.09;
