/** Calls that AWS takes of an operation, as a bucket that fills again by the second. */
export class RateLimits {
  private readonly perSecond = new Map<string, number>();
  private readonly buckets = new Map<string, { left: number; at: number }>();

  set(operation: string, perSecond: number): void {
    this.perSecond.set(operation, perSecond);
  }

  /** Whether a call goes through. Each place (account and region) has a bucket of its own. */
  take(place: string, operation: string): boolean {
    const most = this.perSecond.get(operation);
    if (most === undefined) return true;
    const now = performance.now();
    const { left, at } = this.buckets.get(place) ?? { left: most, at: now };
    const filled = Math.min(most, left + ((now - at) / 1000) * most);
    this.buckets.set(place, { left: filled < 1 ? filled : filled - 1, at: now });
    return filled >= 1;
  }
}
