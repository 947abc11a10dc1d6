const LONGEST_MS = 25;

/** Lets whatever waits in this thread have its turn now and then, in work that never waits by itself: above all a cancellation. */
export class Breath {
  #takenAt = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#takenAt < LONGEST_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#takenAt = performance.now();
  }
}
