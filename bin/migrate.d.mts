export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}
export function readMigrations(folder?: string): Migration[];
export function migrate(databaseUrl: string, folder?: string): Promise<string[]>;
