import type { Sdk, ServiceName } from "@/e2e/aws/wire/services";

/** Operations of a service, by the commands that its client has. */
export type OperationOf<S extends ServiceName> = keyof Sdk<S> extends infer Name
  ? Name extends `${infer Operation}Command`
    ? Operation
    : never
  : never;

type CommandOf<S extends ServiceName, O extends string> = `${O}Command` extends keyof Sdk<S>
  ? Sdk<S>[`${O}Command`]
  : never;
/** What the client's command takes and gives; of one that may be made without input, the one that it is made with. */
type Only<Given> = Given extends [infer Input] ? Input : never;
type Carried<C> = C extends new (
  ...given: infer Given
) => { resolveMiddleware(...given: never[]): (given: never) => Promise<{ output: infer Output }> }
  ? { input: Only<Given>; output: WithBytes<Omit<Output, "$metadata">> }
  : never;
/** An object's bytes are given as they are, not as the stream that a client has of them. */
type WithBytes<Output> = "Body" extends keyof Output ? Omit<Output, "Body"> & { Body?: Uint8Array | string } : Output;
export type InputOf<S extends ServiceName, O extends string> = Carried<CommandOf<S, O>>["input"];
export type OutputOf<S extends ServiceName, O extends string> = Carried<CommandOf<S, O>>["output"];

/** One call as the server saw it. */
export interface SeenCall<Input = Record<string, unknown>> {
  service: ServiceName;
  operation: string;
  /** IAM's name of what it needs: `s3:ListBucket` for ListObjectsV2. */
  action: string;
  region: string;
  accountId: string;
  accessKeyId: string;
  input: Input;
  /** Milliseconds since 1970. */
  at: number;
  /** Code of the fault that it was answered with; null for an answer. */
  fault: string | null;
}

/** What can befall a call: a fault of AWS, a connection that fails, or a page that is half as long or empty though more follows. */
export type Mishap =
  | "throttled"
  | "expired"
  | "denied"
  | "unavailable"
  /** The answer ends in its middle. */
  | "broken"
  /** The connection ends before the answer. */
  | "refused"
  /** The answer comes in drips. */
  | "slow"
  /** No answer, until the server is closed or the client goes away. */
  | "stuck"
  | "half-page"
  | "empty-page";

export interface Answering<Input> extends SeenCall<Input> {
  /**
   * A page of a list: at most `size` items from where `token` stands, and the token of the next, undefined at the end.
   * A page that half befell is half as long, an empty one has none and a token all the same.
   */
  page<T>(items: readonly T[], size: number, token: string | undefined): { items: T[]; next: string | undefined };
}

export type Handler<S extends ServiceName, O extends string> = (
  call: Answering<InputOf<S, O>>,
) => OutputOf<S, O> | Promise<OutputOf<S, O>>;

export interface FakeAws {
  /** What AWS_ENDPOINT_URL, or a connection's override, is set to. S3 is asked by path. */
  url: string;
  /** All calls that were decoded, in order, those that a fault met included. */
  calls: SeenCall[];
  /** Answers an operation; the later one stands. It throws AwsFault to answer with a fault. */
  on<S extends ServiceName, O extends string & OperationOf<S>>(service: S, operation: O, handler: Handler<S, O>): void;
  /** What befalls the next calls of an operation, one each. */
  befall<S extends ServiceName>(service: S, operation: OperationOf<S>, ...mishaps: Mishap[]): void;
  /** IAM's actions (`ec2:DescribeInstances`, `s3:*`) that are refused from now on, in all accounts or in one. */
  deny(actions: readonly string[], accountId?: string): void;
  allow(actions: readonly string[]): void;
  /** For a service that asks another one on the caller's behalf. */
  isDenied(action: string, accountId: string): boolean;
  /** At most so many calls a second of an operation, in each account and region; the others are throttled. */
  limit<S extends ServiceName>(service: S, operation: OperationOf<S>, perSecond: number): void;
  /** Gives a temporary key to whoever took a role; the calls that it signs are of that account. */
  issueKey(
    accountId: string,
    arn: string,
  ): { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date };
  /** Ends all temporary keys: who signs with one learns that it is expired, and takes the role again. */
  expireKeys(): void;
  /** ARN of whoever signs with a key. */
  whoIs(accessKeyId: string): { accountId: string; arn: string };
  close(): Promise<void>;
}
