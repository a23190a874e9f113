/** The numbers of a model: a named map of float32 tensors in the order of `modelTensors`. */
import { size } from '../graph/shape.ts';
import type { Architecture } from '../models/architecture.ts';
import { modelTensors } from '../models/tensors.ts';
import { stream } from '../util/rng.ts';

export type NamedTensors = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;

/** Fresh params drawn from the seed's `init` streams. */
export function initialParameters(architecture: Architecture, seed: number): NamedTensors {
  return Object.fromEntries(
    modelTensors(architecture).map(({ name, shape, deviation, ones = 0 }) => {
      const rng = stream(seed, `init/${name}`);
      const data = Float32Array.from({ length: size(shape) }, () => deviation * rng.normal());
      return [name, { shape, data: data.fill(1, 0, ones) }];
    }),
  );
}

/** Throws RangeError naming the first tensor that is missing, unknown or of another shape, or that holds a value that
 *  is not finite. */
export function checkParameters(architecture: Architecture, tensors: NamedTensors, where: string): void {
  const declared = modelTensors(architecture);
  for (const { name, shape } of declared) {
    const found = tensors[name];
    if (!found) throw new RangeError(`${where}: expected a tensor '${name}', found none`);
    if (found.shape.join() !== shape.join())
      throw new RangeError(
        `${where}: expected '${name}' of shape [${shape.join(', ')}], got [${found.shape.join(', ')}]`,
      );
    if (!found.data.every(Number.isFinite))
      throw new RangeError(`${where}: '${name}' holds a value that is not finite`);
  }
  const unknown = Object.keys(tensors).find((name) => !declared.some((tensor) => tensor.name === name));
  if (unknown) throw new RangeError(`${where}: unknown tensor '${unknown}'`);
}
