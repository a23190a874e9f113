/** Student's t distribution for any positive, also fractional, number of degrees of freedom. */
import { incompleteBeta } from './special-functions.ts';

/** P(T ≤ t). */
export function tCdf(t: number, df: number): number {
  checkDf(df);
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** Two-sided p-value P(|T| ≥ |t|). Computed from the tail itself: 1 − P(T ≤ t) would round to 0. */
export function tTwoSidedP(t: number, df: number): number {
  checkDf(df);
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** Quantiles computed so far: a band needs the same one at every x. */
const known = new Map<string, number>();

/** t with P(T ≤ t) = p. Throws RangeError unless 0 < p < 1. */
export function tQuantile(p: number, df: number): number {
  const key = `${p} ${df}`;
  const found = known.get(key) ?? bisected(p, df);
  if (known.size < 1000) known.set(key, found);
  return found;
}

/** 200 halvings reach the last bit from any bracket. */
function bisected(p: number, df: number): number {
  checkDf(df);
  if (!(p > 0 && p < 1)) throw new RangeError(`tQuantile: expected p in (0, 1), got ${p}`);
  if (p < 0.5) return -bisected(1 - p, df);
  let high = 1;
  while (tCdf(high, df) < p) high *= 2;
  let low = 0;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function checkDf(df: number): void {
  if (!(df > 0)) throw new RangeError(`student-t: expected degrees of freedom > 0, got ${df}`);
}
