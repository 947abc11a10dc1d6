import type { EvidenceRef, GatewayKind, HoldingSpan, LedgerInput, StoredObservation } from "@/lib/ledger/ledger.types";

/** A NAT gateway as the evidence knows it. */
export interface NatGateway {
  id: string;
  vpcIds: Set<string>;
  publicIps: Set<string>;
  privateIps: Set<string>;
  interfaceIds: Set<string>;
  /** When it was made and deleted, where a call or its description says so. */
  fromMs: number | null;
  toMs: number | null;
  /** What says that it is there, the first of it. */
  proof: { by: HoldingSpan["proof"]; evidence: EvidenceRef } | null;
}

export interface Gateways {
  kinds: Map<string, GatewayKind>;
  nats: Map<string, NatGateway>;
  /** VPC of each interface endpoint whose interface is described. */
  endpointVpcs: Map<string, string>;
}

const ENDPOINT_ID = /\bvpce-[0-9a-z]{8,}\b/;
const NAT_ID = /\bnat-[0-9a-z]{8,}\b/;

/** EC2 and flow logs spell interface types differently (`natGateway`, `nat_gateway`): fold both. */
function kindOfType(type: string | null): GatewayKind | null {
  switch (type?.toLowerCase().replaceAll(/[_-]/g, "")) {
    case undefined:
    case "":
    case "interface":
    case "efa":
    case "efaonly":
    case "trunk":
    case "branch":
      return null;
    case "natgateway":
    case "regionalnatgateway":
      return "nat-gateway";
    case "transitgateway":
      return "transit-gateway";
    case "loadbalancer":
    case "networkloadbalancer":
    case "gatewayloadbalancer":
      return "load-balancer";
    case "vpcendpoint":
    case "gatewayloadbalancerendpoint":
      return "endpoint";
    default:
      return "other";
  }
}

function kindOfDescription(description: string | null): GatewayKind | null {
  if (!description) return null;
  if (description.startsWith("Interface for NAT Gateway")) return "nat-gateway";
  if (description.startsWith("ELB ")) return "load-balancer";
  if (description.startsWith("VPC Endpoint Interface")) return "endpoint";
  if (/transit gateway/i.test(description)) return "transit-gateway";
  if (description.startsWith("AWS Lambda VPC ENI")) return "other";
  return null;
}

function natIdOf(observation: StoredObservation): string | null {
  return observation.natGatewayId ?? observation.description?.match(NAT_ID)?.[0] ?? null;
}

function bound(gateway: NatGateway, { event, proof, atMs, beganAtMs, evidence, interfaceId }: StoredObservation): void {
  const began = event === "begins" ? atMs : event === "seen" ? beganAtMs : null;
  if (event === "ends" && interfaceId === null) gateway.toMs = Math.min(gateway.toMs ?? atMs, atMs);
  const isFirst = began !== null && (gateway.fromMs === null || began < gateway.fromMs);
  if (isFirst) gateway.fromMs = began;
  if (event !== "ends" && (isFirst || gateway.proof === null)) {
    gateway.proof = { by: proof === "flow" ? "record" : proof, evidence };
  }
}

/** Which interfaces belong to gateways, and what is known of each NAT gateway. */
export function findGateways(input: LedgerInput): Gateways {
  const kinds = new Map<string, GatewayKind>();
  const nats = new Map<string, NatGateway>();
  const endpointVpcs = new Map<string, string>();
  const nat = (id: string): NatGateway => {
    const known = nats.get(id);
    if (known) return known;
    const made: NatGateway = {
      id,
      vpcIds: new Set<string>(),
      publicIps: new Set<string>(),
      privateIps: new Set<string>(),
      interfaceIds: new Set<string>(),
      ...{ fromMs: null, toMs: null, proof: null },
    };
    nats.set(id, made);
    return made;
  };
  for (const observation of input.observations) {
    const id = natIdOf(observation);
    const kind = id
      ? "nat-gateway"
      : (kindOfType(observation.interfaceType) ?? kindOfDescription(observation.description));
    const endpoint = kind === "endpoint" ? observation.description?.match(ENDPOINT_ID)?.[0] : undefined;
    if (endpoint && observation.vpcId) endpointVpcs.set(endpoint, observation.vpcId);
    if (kind && observation.interfaceId) kinds.set(observation.interfaceId, kind);
    if (!id) continue;
    const gateway = nat(id);
    if (observation.vpcId) gateway.vpcIds.add(observation.vpcId);
    if (observation.interfaceId) gateway.interfaceIds.add(observation.interfaceId);
    bound(gateway, observation);
    for (const ip of observation.publicIps) gateway.publicIps.add(ip);
    for (const ip of observation.privateIps) gateway.privateIps.add(ip);
  }
  for (const { context } of input.flows) {
    const kind = context.resourceId?.startsWith("nat-") ? "nat-gateway" : kindOfType(context.interfaceType);
    if (kind) kinds.set(context.interfaceKey, kind);
    else if (context.source === "tgw-flow") kinds.set(context.interfaceKey, "transit-gateway");
    if (context.resourceId?.startsWith("nat-") && context.vpcId) nat(context.resourceId).vpcIds.add(context.vpcId);
  }
  return { kinds, nats, endpointVpcs };
}
