/** The family of the warm starts that are made here: a Llama decoder with a short convolution over the token
 *  embeddings. Departure: (1) the convolution. */
import { architectureParameters, type ModelFamily, type ModelTensor } from './architecture.ts';

/** Matrices are [in, out]. Norm gains and the convolution are not decayed. Fresh params are N(0, 0.02²) in GPT-2; here
 *  matrices scale with 1/√in, and the two that write to the residual stream are divided by √(2·layers). */
export const convLlama: ModelFamily = {
  name: 'convLlama',
  title: 'Llama with a short convolution',
  source: 'arXiv:2302.13971v1 section 2.2; initialisation as in GPT-2',
  parameters: architectureParameters,
  configNames: {},
  problems: ({ heads, kvHeads, headSize }) => [
    ...(heads % kvHeads === 0 ? [] : [`kvHeads: expected a divisor of ${heads} heads, got ${kvHeads}`]),
    ...(headSize % 2 === 0 ? [] : [`headSize: expected an even number (rotary positions), got ${headSize}`]),
  ],
  tensors: ({ vocabularySize, width: c, layers, heads, kvHeads, headSize, hidden, convolution, tied }) => {
    const [q, kv] = [heads * headSize, kvHeads * headSize];
    const residual = 1 / Math.sqrt(2 * layers);
    const layer = (i: number): ModelTensor[] => [
      gain(`layers.${i}.attention.norm`, c),
      matrix(`layers.${i}.attention.query`, c, q),
      matrix(`layers.${i}.attention.key`, c, kv),
      matrix(`layers.${i}.attention.value`, c, kv),
      matrix(`layers.${i}.attention.output`, q, c, residual),
      gain(`layers.${i}.mlp.norm`, c),
      matrix(`layers.${i}.mlp.gate`, c, hidden),
      matrix(`layers.${i}.mlp.up`, c, hidden),
      matrix(`layers.${i}.mlp.down`, hidden, c, residual),
    ];
    return [
      tensor('embedding', [vocabularySize, c], tied ? 1 / Math.sqrt(c) : 0.5),
      ...(convolution > 1 ? [taps(convolution, c)] : []),
      ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
      gain('norm', c),
      ...(tied ? [] : [matrix('head', c, vocabularySize)]),
    ];
  },
};

const tensor = (name: string, shape: readonly number[], deviation: number): ModelTensor => ({
  ...{ name, shape, dtype: 'float32', trainable: true, decay: true, deviation },
});

const matrix = (name: string, rows: number, columns: number, factor = 1): ModelTensor =>
  tensor(name, [rows, columns], factor / Math.sqrt(rows));

const gain = (name: string, width: number): ModelTensor => ({
  ...tensor(name, [width], 0),
  ...{ decay: false, ones: width },
});

/** Starts as "this token only" plus noise. */
const taps = (convolution: number, width: number): ModelTensor => ({
  ...tensor('convolution', [convolution, width], 0.5),
  ...{ decay: false, ones: width },
});
