/** The strip of all tokens: one cell each while they fit, else the most extreme token of each pixel column. */
import type { TokenScale } from './token-scale.ts';
import { levelOf } from './token-scale.ts';

/** Level of a column that only holds tokens of the environment. */
export const environment = -128;

/** Least width of a cell, px; below it tokens share columns. */
const leastCell = 1;

/** First token of every column, [columns + 1]. One column per token where there is room, else one per pixel. */
export function stripColumns(tokens: number, width: number): Uint32Array {
  const columns = Math.max(0, Math.min(tokens, Math.floor(width / leastCell)));
  return Uint32Array.from({ length: columns + 1 }, (_, c) => (columns === 0 ? 0 : Math.floor((c * tokens) / columns)));
}

/** [columns] the most extreme level among a column's tokens, so that no outlier is lost; `environment` if the policy
 *  wrote none. */
export function stripLevels(
  values: Float32Array,
  mask: Uint8Array,
  columns: Uint32Array,
  scale: TokenScale,
): Int8Array {
  return Int8Array.from({ length: columns.length - 1 }, (_, c) => {
    let best = environment;
    for (let t = columns[c]; t < columns[c + 1]; t++) {
      if (mask[t] !== 1) continue;
      const level = levelOf(values[t], scale);
      if (best === environment || Math.abs(level) > Math.abs(best)) best = level;
    }
    return best;
  });
}

/** The token at a place of the strip, x in [0, width). */
export const tokenAt = (x: number, width: number, tokens: number): number =>
  Math.max(0, Math.min(tokens - 1, Math.floor((x / width) * tokens)));
