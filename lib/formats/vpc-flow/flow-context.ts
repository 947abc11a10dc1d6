import { isInstanceId } from "@/lib/core/instance-id";
import type { FlowContext } from "@/lib/core/records";
import { detach } from "@/lib/formats/intern";
import type { FlowLayout } from "@/lib/formats/vpc-flow/flow-layout";

/** A column's value, null where the column is absent or `-`; a copy that keeps nothing of the file alive. */
function valueAt(tokens: readonly string[], index: number): string | null {
  const token = tokens[index];
  return token === undefined || token === "-" ? null : detach(token);
}

/**
 * A transit gateway's record names both sides. Its own side is its attachment's: where the packet comes in, the
 * source's; where it goes out, the destination's (`flow-direction` is relative to the attachment).
 */
function tgwSide(layout: FlowLayout, tokens: readonly string[], what: string): string | null {
  const direction = tokens[layout.direction];
  if (direction !== "ingress" && direction !== "egress") return null;
  return valueAt(tokens, layout.columns.indexOf(`tgw-${direction === "ingress" ? "src" : "dst"}-${what}`));
}

/**
 * What one line says of its interface; `streamInterfaceId` is the one its CloudWatch stream is named for. Null when
 * nothing stands for an interface: interface, resource, transit gateway attachment or gateway, or instance id.
 */
export function readContext(
  layout: FlowLayout,
  tokens: readonly string[],
  streamInterfaceId: string | null,
): FlowContext | null {
  const tgw = layout.source === "tgw-flow";
  const interfaceId = valueAt(tokens, layout.interfaceId) ?? streamInterfaceId;
  const resourceId = valueAt(tokens, layout.resourceId);
  const namedInstance = valueAt(tokens, layout.instanceId);
  const instanceId = namedInstance !== null && isInstanceId(namedInstance) ? namedInstance : null;
  const interfaceKey =
    interfaceId ??
    resourceId ??
    valueAt(tokens, layout.attachmentId) ??
    (tgw ? valueAt(tokens, layout.columns.indexOf("tgw-id")) : instanceId);
  if (interfaceKey === null) return null;
  return {
    source: layout.source,
    interfaceId,
    interfaceKey,
    accountId: valueAt(tokens, layout.accountId),
    vpcId: valueAt(tokens, layout.vpcId) ?? (tgw ? tgwSide(layout, tokens, "vpc-id") : null),
    subnetId: valueAt(tokens, layout.subnetId) ?? (tgw ? tgwSide(layout, tokens, "subnet-id") : null),
    instanceId,
    region: valueAt(tokens, layout.region),
    azId: valueAt(tokens, layout.azId) ?? (tgw ? tgwSide(layout, tokens, "az-id") : null),
    resourceId,
    interfaceType: valueAt(tokens, layout.interfaceType),
  };
}
