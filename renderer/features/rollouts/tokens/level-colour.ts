/** Colours of the levels of a token scale, as CSS and as what a canvas draws. */
import type { TokenScale } from './token-scale.ts';
import { levels } from './token-scale.ts';

/** Win and loss on a diverging scale, one heat on a sequential one; full at the end of the scale, `ground` at its
 *  middle. */
export function levelColour(level: number, { diverging }: TokenScale, ground = 'var(--press)'): string {
  const end = diverging ? (level < 0 ? '--loss' : '--win') : '--heat';
  return level === 0
    ? ground
    : `color-mix(in oklab, var(${end}) ${Math.round((100 * Math.abs(level)) / levels)}%, ${ground})`;
}

const known = new Map<string, readonly string[]>();

/** Every level's colour, from −levels to levels, as the browser computes it for the probe element. Cached per theme:
 *  each query makes the browser update all styles. */
export function canvasColours(probe: HTMLElement, scale: TokenScale): readonly string[] {
  const key = `${document.documentElement.dataset.theme}/${scale.diverging}`;
  const found = known.get(key);
  if (found) return found;
  const colours = Array.from({ length: 2 * levels + 1 }, (_, i) => {
    probe.style.color = levelColour(i - levels, scale);
    return getComputedStyle(probe).color;
  });
  known.set(key, colours);
  return colours;
}

/** The colour of what the environment wrote, likewise. */
export function paleColour(probe: HTMLElement): string {
  const key = `${document.documentElement.dataset.theme}/pale`;
  if (!known.has(key)) {
    probe.style.color = 'var(--edge)';
    known.set(key, [getComputedStyle(probe).color]);
  }
  return known.get(key)![0];
}

/** The scale from end to end, for a legend. */
export function scaleGradient(scale: TokenScale): string {
  const at = scale.diverging ? [-levels, 0, levels] : [0, levels];
  return `linear-gradient(to right, ${at.map((level) => levelColour(level, scale)).join(', ')})`;
}
