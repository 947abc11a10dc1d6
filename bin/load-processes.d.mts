export const LOAD_OPTIONS: string[];
export const LOAD_MEMORY: Record<string, string>;
