import { databaseCpuSeconds, ownCpuSeconds } from "@/bench/cpu-seconds";
import { findKeptCase } from "@/bench/kept-case";
import { askedPage } from "@/bench/pages/asked-page";
import { askAtOnce, type Latency } from "@/bench/pages/clients";
import { QUESTIONS } from "@/bench/pages/questions";
import { duckPath, openDuck, rowsOf } from "@/bench/peers/duckdb";

export interface QuestionMeasure {
  name: string;
  /** Asked alone and for the first time in this process, ms. */
  firstMs: number;
  ours: Latency;
  /** Processor time of Node.js and the database together that one answer took, ms; null where it cannot be told. */
  processorMs: number | null;
  duck: Latency | null;
}

/** Asks every question from twenty clients, of Threadline's functions over its pool and then of DuckDB. */
export async function measureQuestions(records: number, withDuck: boolean): Promise<QuestionMeasure[]> {
  const caseId = await findKeptCase(records);
  if (caseId === null) throw new Error(`no case of ${records} records is kept: --only load,pages makes one`);
  const asked = await askedPage(caseId, records);
  const duck = withDuck ? await duckAsker(records) : null;
  const measures: QuestionMeasure[] = [];
  try {
    for (const { name, ours, duck: statements } of QUESTIONS) {
      const askedAt = performance.now();
      await ours(asked, 0);
      const firstMs = performance.now() - askedAt;
      const before = await processorSeconds();
      let answers = 0;
      const oursTook = await askAtOnce((n) => {
        answers++;
        return ours(asked, n);
      });
      const after = await processorSeconds();
      const processorMs = before === null || after === null ? null : ((after - before) * 1000) / answers;
      const duckTook = duck && (await askAtOnce((n) => duck.ask(statements(asked, n))));
      measures.push({ name, firstMs, processorMs, ours: oursTook, duck: duckTook });
    }
  } finally {
    duck?.close();
  }
  return measures;
}

async function processorSeconds(): Promise<number | null> {
  const database = await databaseCpuSeconds();
  return database === null ? null : database + ownCpuSeconds();
}

/** One instance of DuckDB on its own file, and a connection for each that asks. */
async function duckAsker(records: number) {
  const instance = await openDuck(duckPath(records));
  const idle = await Promise.all(Array.from({ length: 20 }, () => instance.connect()));
  const all = [...idle];
  return {
    async ask(statements: readonly string[]) {
      const connection = idle.pop();
      if (!connection) throw new Error("more clients than connections");
      for (const statement of statements) await rowsOf(connection, statement);
      idle.push(connection);
    },
    close() {
      for (const connection of all) connection.closeSync();
      instance.closeSync();
    },
  };
}
