/** Static shapes. Every graph is built for one bucket of sizes: static shapes run faster than symbolic ones and are
 *  checked here. */

export type Shape = readonly number[];

export const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

/** NumPy broadcasting. Throws RangeError where two sizes differ and neither is 1. */
export function broadcast(a: Shape, b: Shape, where: string): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a[a.length - rank + i] ?? 1;
    const n = b[b.length - rank + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `graph.${where}: expected shapes that broadcast, got [${a.join(', ')}] and [${b.join(', ')}]`,
      );
    return m === 1 ? n : m;
  });
}

/** Row-major strides, in elements. */
export function strides(shape: Shape): number[] {
  const result = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    result[i] = stride;
    stride *= shape[i];
  }
  return result;
}

/** Strides that read `shape` as if it were broadcast to `target`: 0 along the repeated axes. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = strides(shape);
  const offset = target.length - shape.length;
  return target.map((_, i) => (i < offset || shape[i - offset] === 1 ? 0 : own[i - offset]));
}

/** For each position of a row-major walk over `shape`, the offset given by each list of strides. */
export function walk(
  shape: Shape,
  stridesOf: readonly number[][],
  visit: (offsets: number[], index: number) => void,
): void {
  const total = size(shape);
  const position = new Array<number>(shape.length).fill(0);
  const offsets = stridesOf.map(() => 0);
  for (let index = 0; index < total; index++) {
    visit(offsets, index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position[axis]++;
      for (let s = 0; s < offsets.length; s++) offsets[s] += stridesOf[s][axis];
      if (position[axis] < shape[axis]) break;
      for (let s = 0; s < offsets.length; s++) offsets[s] -= stridesOf[s][axis] * shape[axis];
      position[axis] = 0;
    }
  }
}

/** A non-negative axis. Throws RangeError outside [−rank, rank). */
export function axisOf(axis: number, rank: number, where: string): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (positive < 0 || positive >= rank)
    throw new RangeError(`graph.${where}: expected an axis of rank ${rank}, got ${axis}`);
  return positive;
}

/** Sizes after reducing `axes` with the axes kept as 1. */
export const reducedShape = (shape: Shape, axes: readonly number[]): number[] =>
  shape.map((n, i) => (axes.includes(i) ? 1 : n));
