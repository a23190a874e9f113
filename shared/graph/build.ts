/** Short names for the operators, so that models, losses and gradient rules read like formulas. */
import type { Graph } from './graph.ts';
import type { Value } from './operator.ts';
import { broadcast, reducedShape, sameShape, type Shape } from './shape.ts';

const one = (name: string) => (g: Graph, x: Value) => g.apply(name, [x])[0];
const two = (name: string) => (g: Graph, a: Value, b: Value) => g.apply(name, [a, b])[0];

export const add = two('Add');
export const sub = two('Sub');
export const mul = two('Mul');
export const div = two('Div');
export const min = two('Min');
export const equal = two('Equal');
export const lessOrEqual = two('LessOrEqual');
export const matMul = two('MatMul');
export const neg = one('Neg');
export const exp = one('Exp');
export const log = one('Log');
export const sqrt = one('Sqrt');
export const sigmoid = one('Sigmoid');
export const softmax = one('Softmax');

export const scalarOf = (g: Graph, x: number): Value => g.constant([], [x]);
export const scale = (g: Graph, x: Value, factor: number): Value => mul(g, x, scalarOf(g, factor));

export const where = (g: Graph, condition: Value, a: Value, b: Value): Value => g.apply('Where', [condition, a, b])[0];
export const clip = (g: Graph, x: Value, low: number, high: number): Value => g.apply('Clip', [x], { low, high })[0];
export const toFloat = (g: Graph, x: Value): Value => g.apply('Cast', [x], { to: 1 })[0];

export const reshape = (g: Graph, x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : g.apply('Reshape', [x], { shape })[0];
/** A reshape, which copies nothing, where only axes of size 1 change places. */
export const transpose = (g: Graph, x: Value, perm: readonly number[]): Value => {
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]))
    return reshape(
      g,
      x,
      perm.map((axis) => x.shape[axis]),
    );
  return g.apply('Transpose', [x], { perm })[0];
};
export const expand = (g: Graph, x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : g.apply('Expand', [x], { shape })[0];
export const slice = (g: Graph, x: Value, axis: number, start: number, end: number): Value =>
  g.apply('Slice', [x], { starts: [start], ends: [end], axes: [axis] })[0];
export const concat = (g: Graph, xs: readonly Value[], axis: number): Value => g.apply('Concat', xs, { axis })[0];
/** Zeros before and after, along one axis. */
export const pad = (g: Graph, x: Value, axis: number, before: number, after: number): Value => {
  const pads = x.shape.map((_, i) => (i === axis ? before : 0)).concat(x.shape.map((_, i) => (i === axis ? after : 0)));
  return g.apply('Pad', [x], { pads })[0];
};

/** Sum over axes, which stay as size 1. */
export const sum = (g: Graph, x: Value, axes: readonly number[]): Value => g.apply('ReduceSum', [x], { axes })[0];
export const sumOfSquares = (g: Graph, x: Value, axes: readonly number[]): Value =>
  g.apply('ReduceSumSquare', [x], { axes })[0];
/** Maximum of the last axis, which stays as size 1. */
export const max = (g: Graph, x: Value): Value => g.apply('ReduceMax', [x], { axes: [x.shape.length - 1] })[0];
/** Sum of everything, as a scalar. */
export const total = (g: Graph, x: Value): Value =>
  reshape(
    g,
    sum(
      g,
      x,
      x.shape.map((_, i) => i),
    ),
    [],
  );

/** op(a)·op(b) for matrices; op transposes if its flag is 1, without a copy. */
export const gemm = (g: Graph, a: Value, b: Value, transA: 0 | 1 = 0, transB: 0 | 1 = 0): Value =>
  g.apply('Gemm', [a, b], { transA, transB })[0];

export const gather = (g: Graph, table: Value, indices: Value): Value => g.apply('Gather', [table, indices])[0];

/** The gradient of a broadcast: sums dy over the axes along which `shape` was repeated. */
export function sumTo(g: Graph, dy: Value, shape: Shape): Value {
  if (sameShape(dy.shape, shape)) return dy;
  broadcast(dy.shape, shape, 'sumTo');
  const offset = dy.shape.length - shape.length;
  const axes = dy.shape.flatMap((n, i) => (i < offset || (shape[i - offset] === 1 && n !== 1) ? [i] : []));
  const summed = axes.length > 0 ? sum(g, dy, axes) : dy;
  return reshape(g, summed, axes.length > 0 ? reducedShape(dy.shape, axes).slice(offset) : shape);
}
