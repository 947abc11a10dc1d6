export function projectFiles(): string[];
