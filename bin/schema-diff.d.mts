export function schemaDiff(options: {
  databaseUrl: string;
  fromEmpty?: boolean;
}): Promise<{ sql: string; differs: boolean }>;
