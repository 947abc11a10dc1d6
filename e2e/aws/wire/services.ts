import { ANY, type Shape, shapeOf } from "@/e2e/aws/wire/shape";

/** How a service is spoken to. */
export type Protocol = "json-1.1" | "rest-json" | "query" | "ec2-query" | "rest-xml";

/** By the name that a request is signed for, which is IAM's prefix too. */
const LOADERS = {
  athena: () => import("@aws-sdk/client-athena"),
  cloudtrail: () => import("@aws-sdk/client-cloudtrail"),
  config: () => import("@aws-sdk/client-config-service"),
  ec2: () => import("@aws-sdk/client-ec2"),
  glue: () => import("@aws-sdk/client-glue"),
  guardduty: () => import("@aws-sdk/client-guardduty"),
  iam: () => import("@aws-sdk/client-iam"),
  logs: () => import("@aws-sdk/client-cloudwatch-logs"),
  organizations: () => import("@aws-sdk/client-organizations"),
  route53resolver: () => import("@aws-sdk/client-route53resolver"),
  s3: () => import("@aws-sdk/client-s3"),
  securityhub: () => import("@aws-sdk/client-securityhub"),
  sts: () => import("@aws-sdk/client-sts"),
} as const;

export type ServiceName = keyof typeof LOADERS;
export type Sdk<S extends ServiceName> = Awaited<ReturnType<(typeof LOADERS)[S]>>;

const OTHER_PROTOCOLS: Partial<Record<ServiceName, Protocol>> = {
  ec2: "ec2-query",
  guardduty: "rest-json",
  iam: "query",
  s3: "rest-xml",
  securityhub: "rest-json",
  sts: "query",
};

export const isService = (name: string): name is ServiceName => Object.hasOwn(LOADERS, name);
export const protocolOf = (service: ServiceName): Protocol => OTHER_PROTOCOLS[service] ?? "json-1.1";

export interface Operation {
  name: string;
  input: Shape;
  output: Shape;
  /** Of REST: method, path with its labels, and the status of an answer. */
  http: [method: string, path: string, status: number];
}

const kept = new Map<ServiceName, Promise<Map<string, Operation>>>();

/** What a service can be asked, by the schemas of the client that asks it. Empty for a client that carries none. */
export function operationsOf(service: ServiceName): Promise<Map<string, Operation>> {
  const found = kept.get(service) ?? LOADERS[service]().then((client) => readOperations(client));
  kept.set(service, found);
  return found;
}

const OPERATION = 9;

function readOperations(client: object): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const schema of Object.values(client) as unknown[]) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) continue;
    const [, , name, traits, input, output] = schema as [number, string, string, unknown, unknown, unknown];
    const http = (traits as { http?: Operation["http"] } | null)?.http ?? ["POST", "/", 200];
    operations.set(name, { name, input: shapeOf(input), output: shapeOf(output), http });
  }
  return operations;
}

/** An operation of which only the name is known: its JSON is handed on as it is. */
export const unknownOperation = (name: string): Operation => ({
  name,
  input: ANY,
  output: ANY,
  http: ["POST", "/", 200],
});
