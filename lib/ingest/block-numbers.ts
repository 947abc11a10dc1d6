import type { FlowContext } from "@/lib/core/records";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";

/** The database's numbers for the contexts and details that the blocks of one file point to. */
export class BlockNumbers {
  #contexts: readonly FlowContext[] = [];
  #details: readonly Record<string, string>[] = [];
  #interfaceNos: number[] = [];
  #contextNos: number[] = [];
  #detailNos: number[] = [];

  /** The contexts that were not there in the last block; each is then to be given its numbers, in this order. */
  newContexts(block: FlowBlock): readonly FlowContext[] {
    if (this.#contexts !== block.contexts) {
      this.#contexts = block.contexts;
      this.#interfaceNos = [];
      this.#contextNos = [];
    }
    return block.contexts.slice(this.#contextNos.length);
  }

  newDetails(block: FlowBlock): readonly Record<string, string>[] {
    if (this.#details !== block.details) {
      this.#details = block.details;
      this.#detailNos = [];
    }
    return block.details.slice(this.#detailNos.length);
  }

  addContext({ interfaceNo, contextNo }: { interfaceNo: number; contextNo: number }): void {
    this.#interfaceNos.push(interfaceNo);
    this.#contextNos.push(contextNo);
  }

  addDetail(detailNo: number): void {
    this.#detailNos.push(detailNo);
  }

  interfaceOf(context: number): number {
    return this.#interfaceNos[context] as number;
  }

  contextOf(context: number): number {
    return this.#contextNos[context] as number;
  }

  detailOf(detail: number): number {
    return this.#detailNos[detail] as number;
  }
}
