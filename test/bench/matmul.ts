/** The machine's ceiling: how fast the same runtime, with the same threads, multiplies two matrices of 1024 × 1024
 *  float32. */
import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import { matMul } from '../../shared/graph/build.ts';
import { Graph } from '../../shared/graph/graph.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import { stream } from '../../shared/util/rng.ts';
import { alternate, callsFor, median, type Bench, type Measurement } from './bench.ts';

const SIZE = 1024;
const FLOPS = 2 * SIZE ** 3;

export interface Ceiling {
  /** ms of one product. */
  readonly measure: Measurement;
  close(): Promise<void>;
}

export async function matMulCeiling(threads: number): Promise<Ceiling> {
  const graph = new Graph();
  const shape = [SIZE, SIZE];
  graph.output('product', matMul(graph, graph.input('a', shape), graph.input('b', shape)));
  const runtime = await openRuntime('cpu', { threads });
  const session = await runtime.load(onnx(graph));
  const rng = stream(1, 'matmul');
  const random = () =>
    runtime.variable(
      shape,
      Float32Array.from({ length: SIZE * SIZE }, () => rng.normal()),
    );
  const [a, b, product] = [random(), random(), random()];
  return {
    // writes in place: copying 4 MB out would take a fifth of the time
    measure: callsFor(150, () => session.run({ a, b }, { product })),
    close: () => session.release(),
  };
}

/** ms of processor time that this process uses while idle, after each of some products. */
async function idleWork({ measure }: Ceiling, rounds: number): Promise<number[]> {
  const ms: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await measure();
    const before = process.cpuUsage();
    await wait(60);
    const { user, system } = process.cpuUsage(before);
    ms.push((user + system) / 1000);
  }
  return ms;
}

/** GFLOP/s at this many ms a product. */
export const gflops = (ms: number): number => FLOPS / ms / 1e6;

export const matmul: Bench = {
  name: 'matmul',
  title: 'The ceiling: MatMul of 1024 × 1024 × 1024, float32',
  cases: {
    float32: async ({ quick, threads }) => {
      const ceiling = await matMulCeiling(threads);
      const [ms] = await alternate(quick ? 3 : 15, [ceiling.measure]);
      const idle = await idleWork(ceiling, quick ? 3 : 15);
      await ceiling.close();
      const speeds = ms!.map(gflops);
      return [
        { name: 'median', value: median(speeds), unit: 'GFLOP/s' },
        {
          name: 'slowest round',
          value: Math.min(...speeds),
          unit: 'GFLOP/s',
          note: 'far below the median: the machine is busy',
        },
        { name: 'fastest round', value: Math.max(...speeds), unit: 'GFLOP/s' },
        {
          name: 'work of all cores in the 60 ms after a run',
          value: Math.min(...idle),
          unit: 'ms',
          reach: { atMost: 8 },
          note: 'least of the rounds; idle threads that look for work take it from the next session',
        },
      ];
    },
  },
};
