import { hash } from "node:crypto";
import type pg from "pg";
import { canonicalAddress } from "@/lib/core/address";
import type { DnsAsker, FlowContext, Principal } from "@/lib/core/records";
import { isStorableTime } from "@/lib/ingest/copy/copy-time";
import { InternTable } from "@/lib/ingest/intern/intern-table";

export interface NumberedContext {
  interfaceNo: number;
  context: FlowContext;
}

/** The side tables of a case, each with its cache. One set a load thread. */
export class CaseInterner {
  readonly interfaces: InternTable<FlowContext>;
  readonly contexts: InternTable<NumberedContext>;
  readonly details: InternTable<Record<string, string>>;
  readonly names: InternTable<string>;
  readonly askers: InternTable<DnsAsker>;
  readonly principals: InternTable<Principal>;

  constructor(client: pg.ClientBase, caseId: string) {
    this.interfaces = new InternTable(client, caseId, {
      table: "interfaces",
      keyColumn: "key",
      columns: { interface_id: "text" },
      toRow: (context) => ({ interface_id: context.interfaceId }),
    });
    this.contexts = new InternTable(client, caseId, {
      table: "flow_contexts",
      keyColumn: "key",
      columns: {
        interface_no: "int",
        source: "text",
        log_key: "text",
        account_id: "text",
        vpc_id: "text",
        subnet_id: "text",
        instance_id: "text",
        region: "text",
        az_id: "text",
        resource_id: "text",
        interface_type: "text",
      },
      toRow: contextRow,
    });
    this.details = new InternTable(client, caseId, {
      table: "flow_details",
      keyColumn: "key",
      columns: { fields: "jsonb" },
      toRow: (fields) => ({ fields }),
    });
    this.names = new InternTable(client, caseId, {
      table: "dns_names",
      keyColumn: "name",
      columns: {},
      toRow: () => ({}),
    });
    this.askers = new InternTable(client, caseId, {
      table: "dns_askers",
      keyColumn: "key",
      columns: {
        account_id: "text",
        region: "text",
        vpc_id: "text",
        source_ip: "inet",
        instance_id: "text",
        resolver_endpoint: "text",
      },
      toRow: askerRow,
    });
    this.principals = new InternTable(client, caseId, {
      table: "principals",
      keyColumn: "key",
      columns: {
        type: "text",
        principal_id: "text",
        arn: "text",
        account_id: "text",
        user_name: "text",
        session_name: "text",
        role_arn: "text",
        access_key_id: "text",
        session_created_at: "timestamptz",
        ec2_role_delivery: "text",
        in_scope_instance_id: "text",
        source_identity: "text",
      },
      toRow: principalRow,
    });
  }

  startBatch(): void {
    for (const table of [this.interfaces, this.contexts, this.details, this.names, this.askers, this.principals]) {
      table.startBatch();
    }
  }
}

/** A key over all parts, of fixed length whatever stands in a log. */
export function internKey(parts: readonly (string | number | null)[]): string {
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, 32);
}

export function contextParts(context: FlowContext): (string | null)[] {
  return [
    context.source,
    context.interfaceKey,
    context.interfaceId,
    context.accountId,
    context.vpcId,
    context.subnetId,
    context.instanceId,
    context.region,
    context.azId,
    context.resourceId,
    context.interfaceType,
  ];
}

export function askerParts(asker: DnsAsker): (string | null)[] {
  return [asker.accountId, asker.region, asker.vpcId, asker.sourceIp, asker.instanceId, asker.resolverEndpoint];
}

export function principalParts(principal: Principal): (string | number | null)[] {
  return [
    principal.type,
    principal.principalId,
    principal.arn,
    principal.accountId,
    principal.userName,
    principal.sessionName,
    principal.roleArn,
    principal.accessKeyId,
    principal.sessionCreatedAtMs,
    principal.ec2RoleDelivery,
    principal.inScopeInstanceId,
    principal.sourceIdentity,
  ];
}

/** Which log a file is of is known at its end and kept with the file: contexts are shared by the logs that show them. */
function contextRow({ interfaceNo, context }: NumberedContext): Record<string, unknown> {
  return {
    interface_no: interfaceNo,
    source: context.source,
    log_key: "",
    account_id: context.accountId,
    vpc_id: context.vpcId,
    subnet_id: context.subnetId,
    instance_id: context.instanceId,
    region: context.region,
    az_id: context.azId,
    resource_id: context.resourceId,
    interface_type: context.interfaceType,
  };
}

function askerRow(asker: DnsAsker): Record<string, unknown> {
  return {
    account_id: asker.accountId,
    region: asker.region,
    vpc_id: asker.vpcId,
    source_ip: asker.sourceIp === null ? null : canonicalAddress(asker.sourceIp),
    instance_id: asker.instanceId,
    resolver_endpoint: asker.resolverEndpoint,
  };
}

function principalRow(principal: Principal): Record<string, unknown> {
  const created = principal.sessionCreatedAtMs;
  return {
    type: principal.type,
    principal_id: principal.principalId,
    arn: principal.arn,
    account_id: principal.accountId,
    user_name: principal.userName,
    session_name: principal.sessionName,
    role_arn: principal.roleArn,
    access_key_id: principal.accessKeyId,
    session_created_at: created !== null && isStorableTime(created) ? new Date(created).toISOString() : null,
    ec2_role_delivery: principal.ec2RoleDelivery,
    in_scope_instance_id: principal.inScopeInstanceId,
    source_identity: principal.sourceIdentity,
  };
}
