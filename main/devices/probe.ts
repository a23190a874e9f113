/** A process that computes on one device to see whether it works; a broken driver can crash it. Sends the result to its
 *  host, or prints a line of JSON without one. */
import { Graph } from '../../shared/graph/graph.ts';
import { matMul } from '../../shared/graph/build.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import { float32 } from '../../shared/graph/runtime.ts';
import { openHost } from '../processes/host.ts';
import { openRuntime } from './ort-runtime.ts';
import { printJson } from '../terminal/print.ts';

export type Probe =
  | { readonly description: string; readonly gigaflops: number }
  /** Why the device cannot be used, as a sentence. */
  | { readonly problem: string };

/** Large enough to keep every core busy, small enough to take a moment. */
const size = 512;
const runs = 10;

/** Multiplies two matrices and checks one element of the product. The fastest run counts: others may use the
 *  machine. */
async function probe(device: string): Promise<Probe> {
  const runtime = await openRuntime(device);
  const graph = new Graph();
  graph.output('y', matMul(graph, graph.input('a', [size, size]), graph.input('b', [size, size])));
  const session = await runtime.load(onnx(graph));
  const values = (value: number) => float32([size, size], new Float32Array(size * size).fill(value));
  const inputs = { a: values(0.5), b: values(2) };
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const { y } = await session.run(inputs);
    best = Math.min(best, performance.now() - start);
    if (y.data[size] !== size)
      throw new Error(
        `device ${device}: expected a product of ${size}, got ${y.data[size]} — its driver computes wrong results`,
      );
  }
  await session.release();
  return { description: runtime.description, gigaflops: (2 * size ** 3) / best / 1e6 };
}

const host = openHost();
const report = async (result: Probe): Promise<void> => (host === null ? printJson(result) : host.send(result));
try {
  await report(await probe(process.argv[2]));
} catch (error) {
  await report({ problem: (error as Error).message });
}
host?.receive(() => undefined); // stays alive until the host has the result and dismisses it
