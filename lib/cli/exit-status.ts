/** How a command ends, as README lists it; what is not among them is 0, done. */
export const EXIT = {
  failed: 1,
  /** Bad usage, a path that is not there among it. */
  badUsage: 2,
  /** A record was rejected and it was to be strict, or evidence is not as it was. */
  notAsItShould: 3,
  /** By Ctrl-C or another signal: what shells say of a program that SIGINT ended. */
  interrupted: 130,
} as const;
