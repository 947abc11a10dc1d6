/**
 * The options that Node.js gets for a process that loads evidence: the command, the worker and the measurements. Young objects of each
 * thread get the usual room, and no more: half of it saved 20 MB, and took a twentieth more time for a load.
 */
export const LOAD_OPTIONS = ["--enable-source-maps", "--max-semi-space-size=16"];

/**
 * What glibc is told in such a process, unless the environment says otherwise: large blocks go back to the system as soon as they are
 * free, and threads share two heaps. With a heap for each, which keeps what its thread freed, a load held 150 MB for nothing.
 */
export const LOAD_MEMORY = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
};
