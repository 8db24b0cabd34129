import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** A linear or mixed-integer program: minimise cost·x within column and row bounds. Rows are sparse, in CSR order. */
export interface LinearProgram {
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** 1 = the column is a whole number. */
  readonly integer?: readonly (0 | 1)[];
  readonly rows: readonly LinearRow[];
}

export interface LinearRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface LinearSolution {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'none';
  readonly objective: number;
  readonly x: readonly number[];
  /** Relative gap between the objective and the proven bound; 0 for a linear program. */
  readonly gap: number;
  readonly seconds: number;
}

/**
 * HiGHS blocks its thread, so it runs in a worker. Every program gets a fresh model, so the same program always takes
 * the same path. The worker's few lines are passed as text because the product is bundled, and a bundle has no second
 * file to point at.
 */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = require(workerData.highs)();
parentPort.on('message', async ({ id, program, options }) => {
  const highs = await loaded;
  const { cost, lower, upper, integer, rows } = program;
  const started = performance.now();
  const starts = [0];
  for (const row of rows) starts.push(starts[starts.length - 1] + row.columns.length);
  const bound = (value) => Math.max(-highs.infinity, Math.min(highs.infinity, value));
  try {
    highs.withModel({
      numCols: cost.length,
      numRows: rows.length,
      colCost: cost,
      colLower: lower,
      colUpper: upper.map(bound),
      rowLower: rows.map((row) => bound(row.lower)),
      rowUpper: rows.map((row) => bound(row.upper)),
      matrix: {
        format: 'csr',
        numCols: cost.length,
        numRows: rows.length,
        starts,
        indices: rows.flatMap((row) => row.columns),
        values: rows.flatMap((row) => row.values),
      },
      ...(integer && { integrality: Int32Array.from(integer) }),
    }, (model) => {
      model.options.set({ output_flag: false, ...options });
      model.run();
      const code = model.getModelStatus();
      const { modelStatus } = highs.constants;
      const feasible = model.info.get('primal_solution_status') === 2;
      parentPort.postMessage({ id, solution: {
        status: code === modelStatus.optimal ? 'optimal' : code === modelStatus.infeasible ? 'infeasible'
          : feasible ? 'feasible' : 'none',
        objective: model.getObjectiveValue(),
        x: feasible ? Array.from(model.getSolution().colValue) : [],
        gap: integer ? model.info.get('mip_gap') : 0,
        seconds: (performance.now() - started) / 1000,
      } });
    });
  } catch (error) {
    parentPort.postMessage({ id, problem: String(error) });
  }
});
`;

interface Answer {
  readonly id: number;
  readonly solution?: LinearSolution;
  readonly problem?: string;
}

interface Caller {
  readonly resolve: (solution: LinearSolution) => void;
  readonly reject: (why: Error) => void;
}

/** HiGHS in a worker thread. Close it when done; an open one keeps the process alive. */
export class HighsSolver {
  private readonly waiting = new Map<number, Caller>();
  private readonly worker: Worker;
  private count = 0;

  constructor() {
    const highs = createRequire(import.meta.url).resolve('highs');
    this.worker = new Worker(workerSource, { eval: true, workerData: { highs } });
    this.worker.on('message', ({ id, solution, problem }: Answer) => {
      const caller = this.waiting.get(id)!;
      this.waiting.delete(id);
      if (solution) caller.resolve(solution);
      else caller.reject(new Error(problem));
    });
    const fail = (why: Error): void => {
      for (const { reject } of this.waiting.values()) reject(why);
      this.waiting.clear();
    };
    this.worker.on('error', fail);
    this.worker.on('exit', (code) => fail(new Error(`the solver ended with code ${code}`)));
  }

  /** Solves one program; `seconds` limits the solver's own time, `gap` is the relative gap at which a MILP may stop. */
  solve(program: LinearProgram, limits: { seconds: number; gap?: number }): Promise<LinearSolution> {
    const id = this.count++;
    const options = { time_limit: limits.seconds, random_seed: 0, mip_rel_gap: limits.gap ?? 0 };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, program, options });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
