/** Points that have an x but no value that could be drawn. */
import type { LineSpec, ScaleKind } from '../chart.ts';

const cached = { linear: new WeakMap<Float64Array, Uint32Array>(), log: new WeakMap<Float64Array, Uint32Array>() };

/** Indices of the gaps, found once per array. */
function gapsOf(y: Float64Array, kind: ScaleKind): Uint32Array {
  const found = cached[kind].get(y);
  if (found !== undefined) return found;
  const gaps: number[] = [];
  for (let i = 0; i < y.length; i++) if (!Number.isFinite(y[i]) || (kind === 'log' && y[i] <= 0)) gaps.push(i);
  const indices = Uint32Array.from(gaps);
  cached[kind].set(y, indices);
  return indices;
}

/** Smooth lines repeat the gaps of their raw line. */
const counted = (lines: readonly LineSpec[]): readonly LineSpec[] => {
  const own = lines.filter(({ kind }) => kind !== 'smooth');
  return own.length > 0 ? own : lines;
};

/** "3 points have no value: marked on the axis."; '' if all have one. */
export function gapNote(lines: readonly LineSpec[], kind: ScaleKind): string {
  const total = counted(lines).reduce((sum, { y }) => sum + gapsOf(y, kind).length, 0);
  if (total === 0) return '';
  const why = kind === 'log' ? 'no value above 0, which a log scale needs' : 'no finite value';
  return `${total.toLocaleString('en-US')} ${total === 1 ? 'point has' : 'points have'} ${why}: marked on the axis`;
}

/** x of every gap with its line's colour. */
export function gapMarks(lines: readonly LineSpec[], kind: ScaleKind): { x: number; colour: string }[] {
  return counted(lines).flatMap(({ x, y, colour }) => Array.from(gapsOf(y, kind), (i) => ({ x: x[i], colour })));
}
