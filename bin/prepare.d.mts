export const ROOT: string;
export const BUNDLES: string;
export function bundle(say: (line: string) => void): Promise<void>;
export function buildPages(say: (line: string) => void): Promise<void>;
