export function waitForLock(path: string): Promise<() => void>;
