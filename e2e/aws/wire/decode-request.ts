import { fromJson } from "@/e2e/aws/wire/json-values";
import { fromQuery } from "@/e2e/aws/wire/query-values";
import { matchRest, type RestRequest, readRest } from "@/e2e/aws/wire/rest";
import {
  isService,
  type Operation,
  operationsOf,
  protocolOf,
  type ServiceName,
  unknownOperation,
} from "@/e2e/aws/wire/services";

export interface Signature {
  accessKeyId: string;
  region: string;
  service: ServiceName;
}

export interface Asked {
  operation: Operation;
  input: Record<string, unknown>;
}

/** Who asks which service in which region, as the signature says; null for a request that is not signed, or for another service. */
export function readSignature(authorization: string | undefined): Signature | null {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization ?? "");
  const [, accessKeyId = "", region = "", service = ""] = found ?? [];
  return isService(service) ? { accessKeyId, region, service } : null;
}

/** What a request asks, by its service's protocol; null where it is none of its operations. */
export async function decodeRequest(service: ServiceName, request: RestRequest): Promise<Asked | null> {
  const operations = await operationsOf(service);
  const protocol = protocolOf(service);
  if (protocol === "json-1.1") {
    const name = request.headers["x-amz-target"]?.toString().split(".").pop() ?? "";
    const operation = operations.size === 0 ? unknownOperation(name) : operations.get(name);
    if (name === "" || operation === undefined) return null;
    const sent = JSON.parse(request.body.toString() || "{}");
    return { operation, input: fromJson(operation.input, sent, false) as Record<string, unknown> };
  }
  if (protocol === "query" || protocol === "ec2-query") {
    const form = new URLSearchParams(request.body.toString());
    const operation = operations.get(form.get("Action") ?? "");
    return operation ? { operation, input: fromQuery(operation.input, form, protocol === "ec2-query") } : null;
  }
  const match = matchRest(operations.values(), request, protocol === "rest-xml");
  return match && { operation: match.operation, input: readRest(match, request, protocol === "rest-json") };
}
