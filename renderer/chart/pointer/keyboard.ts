/** The crosshair by keyboard: left and right along a line's points, up and down through the lines. */
import { named } from '../chart.ts';
import { reading } from './readout.ts';
import type { Reading } from './readout.ts';
import type { Scene } from '../scene/scene.ts';
import { nearest } from '../scene/search.ts';

export interface Crosshair {
  readonly cursor: number | null;
  /** Id of the line that is read; null is none yet. */
  readonly line: string | null;
}

const along: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const across: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Where a key moves the crosshair; null for other keys and for charts without points. The first key starts at the
 *  middle of the view. */
export function stepCrosshair(scene: Scene, from: Crosshair, key: string, shift: boolean): Reading | null {
  const lines = named(scene.lines).filter(({ x }) => x.length > 0);
  const [move, turn] = [along[key] ?? 0, across[key] ?? 0];
  if (lines.length === 0 || (move === 0 && turn === 0)) return null;
  const now = lines.findIndex(({ id }) => id === from.line);
  const line = lines[now === -1 ? 0 : (now + turn + lines.length) % lines.length];
  const started = from.cursor !== null;
  const i = nearest(line.x, from.cursor ?? (scene.x.domain[0] + scene.x.domain[1]) / 2);
  const next = started || !Number.isFinite(move) ? i + move * (shift ? 10 : 1) : i;
  const at = Math.max(0, Math.min(line.x.length - 1, next));
  return reading(line, at);
}
