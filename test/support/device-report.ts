/** Everything that a device computes for a run, as lists of numbers by name, so that two devices can be compared. Run
 *  as a program, it opens the device named on the command line, forbids falling back to the CPU, and prints one line of
 *  JSON. A native abort then ends this process, not the one that compares. */
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import { interpret } from '../../shared/graph/interpreter.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import { operators } from '../../shared/graph/ops/index.ts';
import type { Runtime, Variable } from '../../shared/graph/runtime.ts';
import type { Objective } from '../../shared/loss/objective.ts';
import { stream } from '../../shared/util/rng.ts';
import { operatorGraph, tensors } from './operator-graph.ts';
import { smallModel, tinyArchitecture } from './small-model.ts';

export type Report = Readonly<Record<string, readonly number[]>>;
export interface DeviceReport {
  readonly description: string;
  readonly training: Report;
  /** Largest difference from the float64 interpreter, relative where numbers are above 1, for each example of each
   *  operator. */
  readonly operators: Readonly<Record<string, number>>;
  /** Where the params lie after the updates: `cpu` or `gpu-buffer`. */
  readonly places: readonly string[];
}

const SEED = 99;
const objective: Objective = {
  ...{ clipLow: 0.2, clipHigh: 0.2, dualClip: 3, aggregation: 'tokenMean' },
  ...{ klCoefficient: 0.05, klEstimator: 'k3', entropyCoefficient: 0.01 },
};

function randomRows() {
  return Array.from({ length: 5 }, (_, i) => {
    const rng = stream(SEED, 'row', i);
    const length = 8 + 3 * i;
    const column = (draw: () => number) => Float32Array.from({ length }, (_, t) => (t < 3 ? 0 : draw()));
    return {
      tokens: Int32Array.from({ length }, () => rng.integer(tinyArchitecture.vocabularySize)),
      weight: column(() => 1 / 50),
      advantage: column(() => rng.normal()),
      oldLogProb: column(() => -3 + rng.normal()),
      refLogProb: column(() => -3 + rng.normal()),
    };
  });
}

/** Ten steps of cross-entropy, ten of the policy objective, log-probs of the reference policy, forks and greedy
 *  decoding. */
async function training(runtime: Runtime): Promise<{ training: Report; places: string[] }> {
  const { learner, sampler, close } = await smallModel(tinyArchitecture, { runtime, maxLength: 64 });
  const report: Record<string, number[]> = { supervised: [], policy: [] };
  const rows = randomRows();
  await learner.freezeReference();
  for (let step = 0; step < 10; step++) {
    const { loss, gradNorm } = await learner.supervise(rows, 0.01);
    report['supervised'].push(loss, gradNorm);
  }
  for (let step = 0; step < 10; step++)
    report['policy'].push(...Object.values(await learner.update(rows, objective, 0.01)).map(Number));
  report['current log-probs'] = (await learner.logProbs(rows, 'current')).flatMap((row) => Array.from(row));
  report['reference log-probs'] = (await learner.logProbs(rows, 'reference')).flatMap((row) => Array.from(row));
  const held = sampler.start(rows.length);
  const forks = await sampler.append(
    held.map((row, i) => ({ row, tokens: rows[i].tokens.slice(0, 6), fork: [1, 2, 3] })),
  );
  report['forks'] = forks.flatMap((fork) => Array.from(fork!));
  const sampled = await sampler.sample(
    held.map((row, i) => ({ row, rng: stream(SEED, 'sample', i), maxTokens: 6 })),
    { temperature: 0, topP: 1, stops: [] },
  );
  report['greedy tokens'] = sampled.flatMap(({ tokens }) => tokens);
  report['greedy log-probs'] = sampled.flatMap(({ logProb }) => logProb);
  // behind a token whose keys are not stored
  const alone = await sampler.score(held.map((row) => ({ row, fork: [3, 2, 1] })));
  report['forks alone'] = alone.flatMap((fork) => Array.from(fork));
  const places = Object.values(learner.variables).map(placeOf);
  await close();
  report['value estimates'] = await valueEstimates(runtime);
  return { training: report, places };
}

/** Value estimates of a critic that has learned for a few steps, made while tokens are sampled greedily. */
async function valueEstimates(runtime: Runtime): Promise<number[]> {
  const { learner, sampler, close } = await smallModel(tinyArchitecture, { runtime, maxLength: 64, critic: true });
  const rows = randomRows().map((row, i) => ({
    ...{ ...row, valueTarget: row.weight.map(() => i - 2), oldValue: row.weight.map(() => 0) },
  }));
  for (let step = 0; step < 3; step++)
    await learner.update(rows, { ...objective, critic: { coefficient: 1, clip: null, gamma: 1 } }, 0.01);
  const held = sampler.start(rows.length);
  await sampler.append(held.map((row, i) => ({ row, tokens: rows[i].tokens.slice(0, 6) })));
  const sampled = await sampler.sample(
    held.map((row, i) => ({ row, rng: stream(SEED, 'sample', i), maxTokens: 6 })),
    { temperature: 0, topP: 1, stops: [] },
  );
  await close();
  return sampled.flatMap(({ value }) => value!);
}

const placeOf = (variable: Variable): string =>
  (variable as unknown as { tensor: { location: string } }).tensor.location;

async function operatorErrors(runtime: Runtime): Promise<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const [name, { examples }] of operators)
    for (const [n, example] of examples.entries()) {
      const built = operatorGraph(name, example, n, SEED);
      const session = await runtime.load(onnx(built.graph)).catch((error: Error) => {
        throw new Error(`${name} example ${n + 1}: ${error.message}`);
      });
      const got = await session.run(tensors(built));
      const differences = interpret(built.graph, built.feed).flatMap(({ data }, i) =>
        Array.from(data, (value, j) => {
          const other = Number(got[built.graph.outputs[i].name].data[j]);
          return Math.abs(value - other) / Math.max(1, Math.abs(value));
        }),
      );
      errors[`${name} example ${n + 1}`] = differences.reduce((a, b) => (a >= b ? a : b), 0); // a NaN stays
      await session.release();
    }
  return errors;
}

export async function deviceReport(runtime: Runtime): Promise<DeviceReport> {
  return { description: runtime.description, ...(await training(runtime)), operators: await operatorErrors(runtime) };
}

if (process.argv[1] === import.meta.filename) {
  const runtime = await openRuntime(process.argv[2], { forbidFallback: true });
  process.stdout.write(`${JSON.stringify(await deviceReport(runtime))}\n`);
}
