/** One number for each token of given rows, from a forward pass. */
import type { Graph } from '../graph/graph.ts';
import { onnx } from '../graph/onnx.ts';
import type { Runtime } from '../graph/runtime.ts';
import { sessionCache } from '../graph/session-cache.ts';
import type { Architecture } from '../models/architecture.ts';
import type { TokenRow } from './learner.ts';
import { planRows, sequenceInputs } from './sequence-inputs.ts';
import type { Bucket } from './training-graph.ts';
import type { Variables } from './variables.ts';

export interface ForwardPass {
  /** [T] per row: the graph's output at every token of the mask but the first; 0 elsewhere. graph: the same for equal
   *  outputs. */
  run(
    rows: readonly TokenRow[],
    params: Variables,
    output: 'logProb' | 'value',
    graph: (bucket: Bucket) => Graph,
  ): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/** Graphs kept: more than updates need, each of a fifth of the memory. */
const MOST_SESSIONS = 24;

/** tokens: those of one pass. */
export function forwardPass(runtime: Runtime, architecture: Architecture, tokens: number): ForwardPass {
  const sessions = sessionCache(runtime, MOST_SESSIONS);
  return {
    async run(rows, params, output, graph) {
      const sequences = rows.map(({ tokens, mask }) => {
        const predicted = Array.from(tokens.keys()).filter((t) => t > 0 && mask?.[t] !== 0);
        return { tokens, predicted, columns: {} };
      });
      // Rows with equal tokens and masks are computed once.
      const equal = [...Map.groupBy(sequences, ({ tokens, predicted }) => `${tokens}/${predicted}`).values()];
      const different = equal.map(([first]) => first!);
      const results = new Map<object, Float32Array>();
      for (const planned of planRows(different, tokens)) {
        const { batch, length, selected } = planned.bucket;
        const session = await sessions.get(`${output}/${batch}×${length}/${selected}`, () =>
          onnx(graph(planned.bucket)),
        );
        const returned = await session.run({ ...params, ...sequenceInputs(architecture, planned, different) });
        let slot = 0;
        for (const member of planned.rows) {
          const { tokens, predicted } = different[member];
          const values = new Float32Array(tokens.length);
          for (const position of predicted) values[position] = Number(returned[output].data[slot++]);
          for (const sequence of equal[member]) results.set(sequence, values);
        }
      }
      return sequences.map((sequence) => results.get(sequence)!);
    },
    release: () => sessions.close(),
  };
}
