import { delimiter, isAbsolute, resolve } from "node:path";
import { z } from "zod";
import { canonicalNetwork } from "@/lib/core/network-table";
import { parseS3Location } from "@/lib/core/s3-location";

const optionalText = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

const StoreEnv = z.object({
  THREADLINE_EVIDENCE_STORE: optionalText.refine(
    (text) => text === undefined || parseS3Location(text) !== null,
    "THREADLINE_EVIDENCE_STORE is no s3://bucket or s3://bucket/prefix",
  ),
  AWS_ENDPOINT_URL: optionalText,
  AWS_ENDPOINT_URL_S3: optionalText,
});

/** Where originals are kept; apart from the rest, as it is asked for each file. */
export function storeSettings() {
  const parsed = StoreEnv.safeParse(process.env);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { data } = parsed;
  return {
    /** The bucket that originals are kept in; null: below the data folder. */
    evidenceStore: data.THREADLINE_EVIDENCE_STORE ? parseS3Location(data.THREADLINE_EVIDENCE_STORE) : null,
    /** Of a store that speaks S3 and is not AWS's; null: AWS. */
    s3Endpoint: data.AWS_ENDPOINT_URL_S3 ?? data.AWS_ENDPOINT_URL ?? null,
  };
}

const RemoteEnv = z.object({
  THREADLINE_TOKEN: optionalText,
});

/** The token that the command asks another server with; null for none. Such a command needs no other setting. */
export function remoteToken(): string | null {
  return RemoteEnv.parse(process.env).THREADLINE_TOKEN ?? null;
}

const PriceEnv = z.object({
  THREADLINE_ATHENA_USD_PER_TB: z.coerce.number().min(0).max(1000).default(5),
});

/** What Athena charges for each terabyte that a query scans, in US dollars. */
export function athenaDollarsPerTb(): number {
  const parsed = PriceEnv.safeParse(process.env);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data.THREADLINE_ATHENA_USD_PER_TB;
}

const Env = z.object({
  NODE_ENV: z.string().default("production"),
  DATABASE_URL: z.string().min(1, "DATABASE_URL is not set: start Threadline with `npm start` or `npx threadline`"),
  THREADLINE_OWNER_DATABASE_URL: z.string().min(1).optional(),
  THREADLINE_DATA_DIR: z.string().min(1).default(".threadline"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  BASE_URL: z.preprocess((value) => (value === "" ? undefined : value), z.url().optional()),
  THREADLINE_ALLOWED_HOSTS: optionalText,
  THREADLINE_SECRET: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.string().min(32, "THREADLINE_SECRET is too short: 32 characters at least").optional(),
  ),
  THREADLINE_SIGNING_KEY: optionalText,
  THREADLINE_MAX_UPLOAD_GB: z.coerce.number().positive().default(200),
  THREADLINE_MAX_DERIVED_GB: z.coerce.number().min(0).default(20),
  THREADLINE_EVIDENCE_ROOTS: optionalText,
  THREADLINE_SMTP_URL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.url({ protocol: /^smtps?$/, error: "THREADLINE_SMTP_URL is no smtp:// or smtps:// address" }).optional(),
  ),
  THREADLINE_MAIL_FROM: optionalText,
  THREADLINE_WEBHOOK_NETWORKS: optionalText.refine(
    (text) => networksOf(text).every((network) => network.includes("/") && canonicalNetwork(network) !== null),
    "THREADLINE_WEBHOOK_NETWORKS is no list of networks, as in 10.1.0.0/16,127.0.0.1/32",
  ),
  THREADLINE_OIDC_ISSUER: z.preprocess((value) => (value === "" ? undefined : value), z.url().optional()),
  THREADLINE_OIDC_CLIENT_ID: optionalText,
  THREADLINE_OIDC_CLIENT_SECRET: optionalText,
  THREADLINE_OIDC_NAME: optionalText,
  THREADLINE_STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(0).default(0),
});

function networksOf(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((network) => network !== "");
}

/** The identity provider that people may sign in by. */
export interface OidcSettings {
  /** Its discovery document lies below this address. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What people call it. */
  name: string;
}

function oidcOf(data: z.output<typeof Env>): OidcSettings | null {
  const { THREADLINE_OIDC_ISSUER: issuer, THREADLINE_OIDC_CLIENT_ID: clientId } = data;
  if (issuer === undefined || clientId === undefined) return null;
  const name = data.THREADLINE_OIDC_NAME ?? new URL(issuer).host;
  return { issuer, clientId, clientSecret: data.THREADLINE_OIDC_CLIENT_SECRET ?? "", name };
}

type Settings = ReturnType<typeof read>;
const NAMES = Object.keys(Env.shape);
let last: { values: (string | undefined)[]; settings: Settings } | undefined;

/** The process's settings. Read when asked for, so that a build needs no database, and understood anew when one was changed. */
export function env(): Settings {
  const values = NAMES.map((name) => process.env[name]);
  if (last?.values.every((value, at) => value === values[at])) return last.settings;
  const settings = read();
  last = { values, settings };
  return settings;
}

function read() {
  const parsed = Env.safeParse(process.env);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { data } = parsed;
  const dataDir = resolve(data.THREADLINE_DATA_DIR);
  return {
    production: data.NODE_ENV !== "development",
    databaseUrl: data.DATABASE_URL,
    ownerDatabaseUrl: data.THREADLINE_OWNER_DATABASE_URL ?? data.DATABASE_URL,
    dataDir,
    host: data.HOST,
    port: data.PORT,
    baseUrl: data.BASE_URL ?? `http://${data.HOST}:${data.PORT}`,
    /** Names and addresses, with their port if it is not the usual one, beside that of `baseUrl`. */
    allowedHosts: (data.THREADLINE_ALLOWED_HOSTS ?? "").split(/[\s,]+/).filter((host) => host !== ""),
    /** Null: the one that is kept in the data folder. */
    secret: data.THREADLINE_SECRET ?? null,
    /** Private key of Ed25519, as text; null: the one that is kept in the data folder. */
    signingKey: data.THREADLINE_SIGNING_KEY ?? null,
    maxUploadBytes: data.THREADLINE_MAX_UPLOAD_GB * 1e9,
    /** What copies of records may take of the disk, all together. */
    maxDerivedBytes: data.THREADLINE_MAX_DERIVED_GB * 1e9,
    /** Folders of this machine that people may load from; absolute. */
    evidenceRoots: (data.THREADLINE_EVIDENCE_ROOTS ?? "").split(delimiter).filter((root) => isAbsolute(root)),
    /** The server that takes mail, with its user and password; null: no mail is sent. */
    smtpUrl: data.THREADLINE_SMTP_URL ?? null,
    mailFrom: data.THREADLINE_MAIL_FROM ?? `threadline@${new URL(data.BASE_URL ?? "http://localhost").hostname}`,
    /** Networks that are not public and that webhooks may call all the same, in CIDR notation. */
    webhookNetworks: networksOf(data.THREADLINE_WEBHOOK_NETWORKS),
    /** Null: people sign in by password alone. */
    oidc: oidcOf(data),
    /** How long one query may take, 0 for as long as it needs. */
    statementTimeoutMs: data.THREADLINE_STATEMENT_TIMEOUT_MS,
  };
}
