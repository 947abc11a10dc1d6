export function makeSetupToken(databaseUrl: string): Promise<string | null>;
