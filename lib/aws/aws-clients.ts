import type { AwsConnection, AwsService } from "@/lib/aws/aws-connection.types";
import { awsCredentials } from "@/lib/aws/aws-credentials";
import { storeSettings } from "@/lib/env";

/** A busy service is asked again, each time later, for about half a minute in all. */
const ATTEMPTS = 8;
const CONNECT_MS = 5_000;
const SILENT_MS = 60_000;

/** One request on its way out; one that is tried again is another. `operation` as in `LookupEvents`. */
export interface AwsCall {
  service: AwsService;
  operation: string;
  accountId: string;
  region: string;
}

/** Hears of each request that goes out, those that are tried again too. */
export interface CallMeter {
  /** May wait, where a service takes only so many a second. */
  before(call: AwsCall): Promise<void> | void;
  /** The same call was answered, or failed. */
  after?(call: AwsCall): void;
}

/** Where clients are for, and as whom. */
export interface ClientsInput {
  connection: AwsConnection;
  accountId: string;
  region: string;
  /** Who asked, which the assumed role's session is named for. */
  askedBy: string;
  meter?: CallMeter;
  /** How often a call is tried in all; as often as half a minute takes where it is not said. */
  attempts?: number;
}

// Each is loaded when it is first asked for: nobody pays for services that no connection reaches.
const MAKERS = {
  athena: async (settings: ClientSettings) => new (await import("@aws-sdk/client-athena")).AthenaClient(settings),
  cloudtrail: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-cloudtrail")).CloudTrailClient(settings),
  "cloudwatch-logs": async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogsClient(settings),
  config: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-config-service")).ConfigServiceClient(settings),
  ec2: async (settings: ClientSettings) => new (await import("@aws-sdk/client-ec2")).EC2Client(settings),
  glue: async (settings: ClientSettings) => new (await import("@aws-sdk/client-glue")).GlueClient(settings),
  guardduty: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-guardduty")).GuardDutyClient(settings),
  iam: async (settings: ClientSettings) => new (await import("@aws-sdk/client-iam")).IAMClient(settings),
  organizations: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-organizations")).OrganizationsClient(settings),
  route53resolver: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-route53resolver")).Route53ResolverClient(settings),
  s3: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-s3")).S3Client({
      ...settings,
      // A bucket's name before an address that is not AWS's own leads nowhere.
      forcePathStyle: settings.endpoint !== undefined || storeSettings().s3Endpoint !== null,
    }),
  securityhub: async (settings: ClientSettings) =>
    new (await import("@aws-sdk/client-securityhub")).SecurityHubClient(settings),
  sts: async (settings: ClientSettings) => new (await import("@aws-sdk/client-sts")).STSClient(settings),
} as const;
type ClientOf<Service extends AwsService> = Awaited<ReturnType<(typeof MAKERS)[Service]>>;

interface ClientSettings {
  region: string;
  endpoint?: string;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; socketTimeout: number };
  credentials: ReturnType<typeof awsCredentials>;
}

/** What every client has, whichever the service: where middleware is put on its way to the wire. */
interface Metered {
  middlewareStack: {
    add(
      middleware: (
        next: (args: object) => Promise<object>,
        context: { commandName?: string },
      ) => (args: object) => Promise<object>,
      place: { step: "finalizeRequest"; name: string; priority: "low" },
    ): void;
  };
}

/** The clients for one account and region of a connection, each made once. */
export class AwsClients {
  readonly #made = new Map<string, Promise<unknown>>();
  /** All clients sign as one session. */
  readonly #credentials: ReturnType<typeof awsCredentials>;

  constructor(readonly input: ClientsInput) {
    this.#credentials = awsCredentials(input);
  }

  /** `region`, where a bucket or a table lies in another one. */
  of<Service extends AwsService>(service: Service, region = this.input.region): Promise<ClientOf<Service>> {
    const key = `${service} ${region}`;
    const made = (this.#made.get(key) as Promise<ClientOf<Service>> | undefined) ?? this.#make(service, region);
    this.#made.set(key, made);
    return made;
  }

  /** Lets go of their connections. */
  async close(): Promise<void> {
    for (const made of this.#made.values()) ((await made) as { destroy(): void }).destroy();
    this.#made.clear();
  }

  async #make<Service extends AwsService>(service: Service, region: string): Promise<ClientOf<Service>> {
    const { connection, accountId, meter } = this.input;
    const endpoint = connection.endpoints[service];
    const client = (await MAKERS[service]({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      maxAttempts: this.input.attempts ?? ATTEMPTS,
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
      credentials: this.#credentials,
    })) as ClientOf<Service>;
    if (meter) {
      // After the retries' own middleware: each try is a call.
      (client as Metered).middlewareStack.add(
        (next, context) => async (args) => {
          const operation = (context.commandName ?? "").replace(/Command$/, "");
          const call = { service, operation, accountId, region };
          await meter.before(call);
          try {
            return await next(args);
          } finally {
            meter.after?.(call);
          }
        },
        { step: "finalizeRequest", name: "threadlineMeter", priority: "low" },
      );
    }
    return client;
  }
}
