/** Random inputs for an operator's example, from its declared ranges. */
import type { Example } from '../../shared/graph/operator.ts';
import { size } from '../../shared/graph/shape.ts';
import type { Rng } from '../../shared/util/rng.ts';

export function randomInputs(example: Example, rng: Rng): Float64Array[] {
  return example.inputs.map(({ shape, dtype = 'float32', low = -1.5, high, values }) =>
    Float64Array.from({ length: size(shape) }, (_, i) =>
      values ? values[i] : dtype === 'float32' ? low + rng.next() * ((high ?? 1.5) - low) : rng.integer(high!),
    ),
  );
}
