/** The numbers of a model: a named map of float32 tensors in the order of `parameterShapes`. */
import { size } from '../graph/shape.ts';
import { stream } from '../util/rng.ts';
import { parameterShapes, type Architecture } from './architecture.ts';

export type NamedTensors = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;

/** Fresh params drawn from the seed's `init` streams. The convolution starts as "this token only" plus noise. */
export function initialParameters(architecture: Architecture, seed: number): NamedTensors {
  return Object.fromEntries(
    parameterShapes(architecture).map(({ name, shape, deviation }) => {
      const rng = stream(seed, `init/${name}`);
      const data = Float32Array.from({ length: size(shape) }, () =>
        deviation === null ? 1 : deviation * rng.normal(),
      );
      if (name === 'convolution') for (let c = 0; c < architecture.width; c++) data[c] = 1;
      return [name, { shape, data }];
    }),
  );
}

/** Throws RangeError naming the first tensor that is missing, unknown or of another shape, or that holds a value that is not finite. */
export function checkParameters(architecture: Architecture, tensors: NamedTensors, where: string): void {
  const shapes = parameterShapes(architecture);
  for (const { name, shape } of shapes) {
    const found = tensors[name];
    if (!found) throw new RangeError(`${where}: expected a tensor '${name}', found none`);
    if (found.shape.join() !== shape.join())
      throw new RangeError(
        `${where}: expected '${name}' of shape [${shape.join(', ')}], got [${found.shape.join(', ')}]`,
      );
    if (!found.data.every(Number.isFinite))
      throw new RangeError(`${where}: '${name}' holds a value that is not finite`);
  }
  const unknown = Object.keys(tensors).find((name) => !shapes.some((shape) => shape.name === name));
  if (unknown) throw new RangeError(`${where}: unknown tensor '${unknown}'`);
}
