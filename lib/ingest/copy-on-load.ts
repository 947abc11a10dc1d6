import { stat } from "node:fs/promises";
import { recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { makeRoom } from "@/lib/custody/record-copy/make-record-copies";
import { type OpenRecordCopy, openRecordCopy } from "@/lib/custody/record-copy/write-record-copy";

/** Half a megabyte of gzip holds up to ten of JSON, which take a second to be read up to their last record. */
const LEAST_BYTES = 512 * 1024;

/**
 * A record copy that comes about while its original is loaded, for records that cost more to read than to write down once
 * more: all but plain lines of flow logs. It is derived, so that whatever befalls it ends the copy and never the load.
 */
export class CopyOnLoad {
  readonly #sha256: string;
  #copy: OpenRecordCopy | null;

  private constructor(sha256: string, copy: OpenRecordCopy | null) {
    this.#sha256 = sha256;
    this.#copy = copy;
  }

  static async begin(
    dataDir: string,
    { sha256, size }: { sha256: string; size: number },
    flowColumns: readonly string[] | null,
  ): Promise<CopyOnLoad> {
    const wanted = size >= LEAST_BYTES && (await stat(recordCopyPath(dataDir, sha256)).catch(() => null)) === null;
    const open = async () => ((await makeRoom(dataDir, size * 2)) ? openRecordCopy(dataDir, flowColumns) : null);
    return new CopyOnLoad(sha256, wanted ? await open().catch(() => null) : null);
  }

  /** Takes the text of a record; undefined where nothing is copied. */
  get tell(): OpenRecordCopy["tell"] | undefined {
    return this.#copy ? (...record) => this.#copy?.tell(...record) : undefined;
  }

  /** Writes what was told; after a batch with plain lines, of which nothing was told, there is no copy. */
  async flush({ flowBlock }: { flowBlock?: object }): Promise<void> {
    if (flowBlock) await this.close();
    else await this.#unlessFault((copy) => copy.flush());
  }

  async keep(): Promise<void> {
    await this.#unlessFault((copy) => copy.keep(this.#sha256));
  }

  async close(): Promise<void> {
    const copy = this.#copy;
    this.#copy = null;
    await copy?.close().catch(() => undefined);
  }

  async #unlessFault(act: (copy: OpenRecordCopy) => Promise<void>): Promise<void> {
    if (this.#copy) await act(this.#copy).catch(() => this.close());
  }
}
