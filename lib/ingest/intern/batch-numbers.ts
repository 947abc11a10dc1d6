import type { DnsAsker, FlowContext, Principal } from "@/lib/core/records";
import type { LogBatch } from "@/lib/formats/read-log.types";
import { BlockNumbers } from "@/lib/ingest/block-numbers";
import { storableText } from "@/lib/ingest/copy/copy-text";
import {
  askerParts,
  type CaseInterner,
  contextParts,
  internKey,
  principalParts,
} from "@/lib/ingest/intern/case-interner";

/** Readers give one object to all records that share it, so its key is worked out once. */
class KeyOnce<T extends object> {
  readonly #keys = new WeakMap<T, string>();
  readonly #parts: (value: T) => readonly (string | number | null)[];

  constructor(parts: (value: T) => readonly (string | number | null)[]) {
    this.#parts = parts;
  }

  of(value: T): string {
    let key = this.#keys.get(value);
    if (key === undefined) {
      key = internKey(this.#parts(value));
      this.#keys.set(value, key);
    }
    return key;
  }
}

/** The database's numbers for what the records of a batch repeat. */
export class BatchNumbers {
  readonly #interner: CaseInterner;
  readonly #contextKeys = new KeyOnce<FlowContext>(contextParts);
  readonly #detailKeys = new KeyOnce<Record<string, string>>((detail) =>
    Object.entries(detail)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat(),
  );
  readonly #askerKeys = new KeyOnce<DnsAsker>(askerParts);
  readonly #principalKeys = new KeyOnce<Principal>(principalParts);
  /** Of what the batch's block points to. */
  readonly block = new BlockNumbers();

  constructor(interner: CaseInterner) {
    this.#interner = interner;
  }

  /** Asks for the numbers of everything the batch repeats, one round a table. */
  async ask({
    flowBlock,
    flows,
    statuses,
    queries,
    calls,
  }: Pick<LogBatch, "flowBlock" | "flows" | "statuses" | "queries" | "calls">): Promise<void> {
    const { interfaces, contexts, details, names, askers, principals } = this.#interner;
    this.#interner.startBatch();
    const batchContexts = new Map<string, FlowContext>();
    const contextsOfBlock = flowBlock ? this.block.newContexts(flowBlock) : [];
    for (const context of contextsOfBlock) batchContexts.set(this.#contextKeys.of(context), context);
    for (const { context } of flows) batchContexts.set(this.#contextKeys.of(context), context);
    for (const { context } of statuses) batchContexts.set(this.#contextKeys.of(context), context);
    for (const context of batchContexts.values()) interfaces.want(storableText(context.interfaceKey), context);
    await interfaces.flush();
    for (const [key, context] of batchContexts) {
      contexts.want(key, { interfaceNo: interfaces.number(storableText(context.interfaceKey)), context });
    }
    const detailsOfBlock = flowBlock ? this.block.newDetails(flowBlock) : [];
    for (const detail of detailsOfBlock) details.want(this.#detailKeys.of(detail), detail);
    for (const { detail } of flows) if (detail) details.want(this.#detailKeys.of(detail), detail);
    for (const query of queries) {
      names.want(storableText(query.name), query.name);
      askers.want(this.#askerKeys.of(query.asker), query.asker);
    }
    for (const call of calls) principals.want(this.#principalKeys.of(call.principal), call.principal);
    for (const table of [contexts, details, names, askers, principals]) await table.flush();
    for (const context of contextsOfBlock) this.block.addContext(this.context(context));
    for (const detail of detailsOfBlock) this.block.addDetail(details.number(this.#detailKeys.of(detail)));
  }

  context(context: FlowContext): { interfaceNo: number; contextNo: number } {
    return {
      interfaceNo: this.#interner.interfaces.number(storableText(context.interfaceKey)),
      contextNo: this.#interner.contexts.number(this.#contextKeys.of(context)),
    };
  }

  detail(detail: Record<string, string>): number {
    return this.#interner.details.number(this.#detailKeys.of(detail));
  }

  asker(asker: DnsAsker): number {
    return this.#interner.askers.number(this.#askerKeys.of(asker));
  }

  name(name: string): number {
    return this.#interner.names.number(storableText(name));
  }

  principal(principal: Principal): number {
    return this.#interner.principals.number(this.#principalKeys.of(principal));
  }
}
