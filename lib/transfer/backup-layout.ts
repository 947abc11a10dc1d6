import { z } from "zod";

export const BACKUP_FORMAT = "threadline-backup";

const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

/** What a backup says of itself before anything else. */
export const BackupHeader = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Names of the migrations that made the tables; a database that has others is not restored into. */
  migrations: z.array(z.string()),
  /** In an order in which what refers to a row comes after it. */
  tables: z.array(z.object({ name: Name, columns: z.array(Name) })),
  /** The bulk tables, one a load. */
  loads: z.array(
    z.object({
      parent: z.enum(["flow_records", "dns_queries", "api_calls"]),
      load: z.number().int().min(1),
      attached: z.boolean(),
    }),
  ),
  sequences: z.array(z.object({ name: Name, last: z.string().regex(/^\d+$/) })),
  originals: z.object({ included: z.boolean(), files: z.number().int(), bytes: z.number() }),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

/**
 * What is not kept: sessions (whoever has the backup would be signed in), what is on its way in or out, and what is
 * about one machine's present.
 */
export const NOT_KEPT: ReadonlySet<string> = new Set([
  ...["_prisma_migrations", "web_sessions", "verifications", "setup_tokens", "rate_limits"],
  ...["uploads", "exports", "deliveries", "presences"],
]);

/** A part of a table: so many bytes of COPY text before gzip, at most. */
export const PART_BYTES = 1 << 24;

export function tablePart(table: string, part: number): string {
  return `tables/${table}.${String(part).padStart(6, "0")}.gz`;
}

/** The table that an entry is part of; null for another entry. */
export function tableOfEntry(name: string): string | null {
  return /^tables\/([a-z_][a-z0-9_]*)\.\d{6}\.gz$/.exec(name)?.[1] ?? null;
}

/** Files of the data folder that an installation is itself by: what sessions and second factors, and versions, are sealed with. */
export const SECRETS = ["secret", "signing-key.pem"] as const;

export function secretEntry(name: string): string {
  return `secrets/${name}`;
}
