/** What colours a token: a value, its scale, the level on it. There are few levels, so that colours are looked up
 *  instead of computed per token. */
import type { SavedRollout } from '../../../../shared/record/saved-rollout.ts';

export const tokenColours = ['logProb', 'entropy', 'ratio', 'advantage'] as const;
export type TokenColour = (typeof tokenColours)[number];

export const tokenColourTitles: Readonly<Record<TokenColour, string>> = {
  logProb: 'log-prob',
  entropy: 'entropy',
  ratio: 'ratio',
  advantage: 'advantage',
};

/** Least value at full colour, so that a confident policy is not shown as noise at full scale. */
const least = { logProb: 1, entropy: 0.5, advantage: 0.1 } as const;

/** Colour levels between the middle and the end of a scale. */
export const levels = 16;

export interface TokenScale {
  readonly colour: TokenColour;
  /** Diverging: colourless in the middle, coloured towards both ends. */
  readonly diverging: boolean;
  /** Value at full colour; the other end of a diverging scale is as far from `middle`. */
  readonly end: number;
  /** Value without colour. */
  readonly middle: number;
  readonly unit: string;
}

/** Advantage and ratio exist only for rollouts that were trained on. */
export const hasTokenValues = ({ credit, ratio }: SavedRollout, colour: TokenColour): boolean =>
  colour === 'advantage' ? credit !== null : colour !== 'ratio' || ratio !== null;

/** The values [T] that a colour shows; NaN for tokens of the environment. Null if the rollout does not have them. */
export function tokenValues(saved: SavedRollout, colour: TokenColour): Float32Array | null {
  const { rollout, credit, ratio } = saved;
  const { tokens, mask, turns } = rollout;
  const values = new Float32Array(tokens.length).fill(NaN);
  if (colour === 'advantage') {
    if (credit === null) return null;
    turns.forEach(({ message }, t) => values.fill(credit.advantage[t], message.start, message.end));
    return values;
  }
  const source = colour === 'ratio' ? ratio : rollout[colour];
  if (source === null) return null;
  for (let t = 0; t < values.length; t++) if (mask[t] === 1) values[t] = source[t];
  return values;
}

/** The scale that fits the values of one or more rollouts, its end rounded up to a round number. A ratio is measured
 *  by its logarithm: half is as far from 1 as double. */
export function tokenScale(colour: TokenColour, values: readonly (Float32Array | null)[]): TokenScale {
  let most = 0;
  for (const column of values)
    for (const value of column ?? []) {
      const size = Math.abs(colour === 'ratio' ? Math.log(value) : value);
      if (size > most && Number.isFinite(size)) most = size;
    }
  if (colour === 'ratio')
    return { colour, diverging: true, middle: 1, end: 1 + roundUp(Math.expm1(Math.max(most, 0.01))), unit: '' };
  const end = roundUp(Math.max(most, least[colour]));
  return colour === 'advantage'
    ? { colour, diverging: true, middle: 0, end, unit: '' }
    : { colour, diverging: false, middle: 0, end: colour === 'logProb' ? -end : end, unit: 'nats' };
}

/** −levels … levels, 0 without colour; NaN gives 0. A sequential scale has no negative levels. */
export function levelOf(value: number, { colour, end, diverging }: TokenScale): number {
  if (Number.isNaN(value)) return 0;
  const share = colour === 'ratio' ? Math.log(value) / Math.log(end) : value / end;
  const level = Math.round(levels * Math.max(-1, Math.min(1, share)));
  return (diverging ? level : Math.max(0, level)) || 0; // no −0
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number(
    ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value * (1 - 1e-6))! * power).toPrecision(2),
  );
}

/** The legend's numbers at both ends and in the middle, the last with its unit. */
export function scaleTexts({ colour, end }: TokenScale): readonly string[] {
  if (colour === 'advantage') return [`−${end}`, '0', `+${end}`];
  if (colour === 'ratio') return [`${Number((1 / end).toPrecision(2))}`, '1', `${end}`];
  return ['0', `${end < 0 ? '−' : ''}${Math.abs(end)} nats`];
}
