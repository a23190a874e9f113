/** The shape of a Llama-style decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU; optionally a short convolution over
 *  the token embeddings. */

export interface Architecture {
  readonly vocabularySize: number;
  /** C, channels of the residual stream. */
  readonly width: number;
  readonly layers: number;
  /** H, query heads. */
  readonly heads: number;
  /** Heads of keys and values; divides `heads`. */
  readonly kvHeads: number;
  /** D, even. */
  readonly headSize: number;
  /** Inner width of SwiGLU. */
  readonly hidden: number;
  /** Each position also sees the embeddings of the convolution − 1 tokens before it; 1 is none. Models this small cannot learn in-context
   *  lookup without it (docs/log.md). */
  readonly convolution: number;
  /** The output layer is the transposed embedding. */
  readonly tied: boolean;
  readonly ropeBase: number;
  readonly epsilon: number;
  /** With a value head on the last hidden state: a critic, 0 everywhere at the start. Training adds it; a warm start has none. */
  readonly critic?: true;
}

/** Throws RangeError for sizes that do not fit together. */
export function checkArchitecture(a: Architecture): void {
  const positive = [
    'vocabularySize',
    'width',
    'layers',
    'heads',
    'kvHeads',
    'headSize',
    'hidden',
    'convolution',
  ] as const;
  for (const key of positive)
    if (!Number.isInteger(a[key]) || a[key] < 1)
      throw new RangeError(`model.${key}: expected a positive integer, got ${a[key]}`);
  if (a.heads % a.kvHeads !== 0)
    throw new RangeError(`model.kvHeads: expected a divisor of ${a.heads} heads, got ${a.kvHeads}`);
  if (a.headSize % 2 !== 0)
    throw new RangeError(`model.headSize: expected an even number (rotary positions), got ${a.headSize}`);
}

export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** Standard deviation at initialisation; null starts at ones (norm gains). */
  readonly deviation: number | null;
  /** Norm gains and the convolution are not decayed. */
  readonly decay: boolean;
}

/** Every parameter, in the fixed order that files and graphs use. Matrices are [in, out]. Initialisation: N(0, 0.02²) as in GPT-2,
 *  except that matrices scale with 1/√in and the two that write to the residual stream are divided by √(2·layers). */
export function parameterShapes(a: Architecture): ParameterShape[] {
  const { width: c, hidden: f } = a;
  const [q, kv] = [a.heads * a.headSize, a.kvHeads * a.headSize];
  const residual = 1 / Math.sqrt(2 * a.layers);
  const matrix = (name: string, rows: number, columns: number, factor = 1): ParameterShape => ({
    name,
    shape: [rows, columns],
    deviation: factor / Math.sqrt(rows),
    decay: true,
  });
  const gain = (name: string): ParameterShape => ({ name, shape: [c], deviation: null, decay: false });
  const layer = (i: number): ParameterShape[] => [
    gain(`layers.${i}.attention.norm`),
    matrix(`layers.${i}.attention.query`, c, q),
    matrix(`layers.${i}.attention.key`, c, kv),
    matrix(`layers.${i}.attention.value`, c, kv),
    matrix(`layers.${i}.attention.output`, q, c, residual),
    gain(`layers.${i}.mlp.norm`),
    matrix(`layers.${i}.mlp.gate`, c, f),
    matrix(`layers.${i}.mlp.up`, c, f),
    matrix(`layers.${i}.mlp.down`, f, c, residual),
  ];
  return [
    { name: 'embedding', shape: [a.vocabularySize, c], deviation: a.tied ? 1 / Math.sqrt(c) : 0.5, decay: true },
    ...(a.convolution > 1 ? [{ name: 'convolution', shape: [a.convolution, c], deviation: 0.5, decay: false }] : []),
    ...Array.from({ length: a.layers }, (_, i) => layer(i)).flat(),
    gain('norm'),
    ...(a.tied ? [] : [matrix('head', c, a.vocabularySize)]),
    ...(a.critic ? valueHead(c) : []),
  ];
}

const valueHead = (width: number): ParameterShape[] => [
  { name: 'value.weight', shape: [width, 1], deviation: 0, decay: true },
  { name: 'value.bias', shape: [1, 1], deviation: 0, decay: false },
];
