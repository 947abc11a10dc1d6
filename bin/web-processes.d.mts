export function webOptions(root: string): string[];
