/** What the elementwise operators share: shape rules and float64 evaluation with broadcasting. */
import type { Dense, Example, Primitive, TensorType } from './operator.ts';
import type { DType } from './runtime.ts';
import { broadcast, broadcastStrides, size, walk } from './shape.ts';

type Rule = NonNullable<Primitive['gradient']>;

export function unary(
  name: string,
  f: (x: number) => number,
  gradient: Rule,
  range: { low?: number; high?: number } = {},
): Primitive {
  return {
    kind: 'primitive',
    name,
    infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
    gradient,
    evaluate: ([x]) => [{ shape: x!.shape, data: x!.data.map(f) }],
    examples: [{ inputs: [{ shape: [3, 4], ...range }] }, { inputs: [{ shape: [], ...range }] }],
  };
}

export function binary(
  name: string,
  f: (a: number, b: number) => number,
  gradient: Rule | undefined,
  options: { result?: DType; examples?: readonly Example[] } = {},
): Primitive {
  return {
    kind: 'primitive',
    name,
    infer: ([a, b]) => [{ dtype: options.result ?? a!.dtype, shape: broadcast(a!.shape, b!.shape, name) }],
    ...(gradient && { gradient }),
    evaluate: ([a, b], _, [type]) => [zip([a!, b!], type!, ([x, y]) => f(x!, y!))],
    examples: options.examples ?? [
      { inputs: [{ shape: [3, 4] }, { shape: [3, 4] }] },
      { inputs: [{ shape: [2, 3, 4] }, { shape: [3, 1] }] },
      { inputs: [{ shape: [] }, { shape: [2, 2] }] },
    ],
  };
}

/** f over broadcast inputs. */
export function zip(inputs: readonly Dense[], type: TensorType, f: (values: number[]) => number): Dense {
  const data = new Float64Array(size(type.shape));
  const values = inputs.map(() => 0);
  walk(
    type.shape,
    inputs.map((x) => broadcastStrides(x.shape, type.shape)),
    (offsets, index) => {
      for (let i = 0; i < inputs.length; i++) values[i] = inputs[i].data[offsets[i]];
      data[index] = f(values);
    },
  );
  return { shape: type.shape, data };
}
