/** The decoding weights, made again when the params have changed. */
import { onnx } from '../graph/onnx.ts';
import type { Runtime, Session } from '../graph/runtime.ts';
import { size } from '../graph/shape.ts';
import type { Architecture } from '../models/architecture.ts';
import { weightsGraph } from './decoding-weights.ts';
import type { Variables } from './variables.ts';

export interface LiveWeights {
  /** Every weight that a decoding graph takes as input, from the current params. */
  get(): Promise<Variables>;
  close(): Promise<void>;
}

/** params: the live variables; others once a teacher has been refreshed. */
export function liveWeights(runtime: Runtime, a: Architecture, params: () => Variables): LiveWeights {
  const made = Object.fromEntries(
    weightsGraph(a).outputs.map(({ name, value: { shape } }) => [
      name,
      runtime.variable(shape, new Float32Array(size(shape))),
    ]),
  );
  const named = Object.entries(made).map(([name, variable]) => [name.slice('decoding.'.length), variable] as const);
  let weights: Variables = {};
  /** The params that `weights` were made from, and the sum of their versions. */
  let from = { params: {} as Variables, version: -1 };
  let session: Session | null = null;
  return {
    async get() {
      const current = params();
      const version = Object.values(current).reduce((sum, variable) => sum + variable.version, 0);
      if (current === from.params && version === from.version) return weights;
      session ??= await runtime.load(onnx(weightsGraph(a)), { resident: Object.keys(made) });
      await session.run(current, made);
      weights = { ...current, ...Object.fromEntries(named) };
      from = { params: current, version };
      return weights;
    },
    async close() {
      await session?.release();
    },
  };
}
