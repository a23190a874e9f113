/** The penalty of over-long rollouts. */
import { clamp } from '../util/math.ts';

/** 0 up to `limit − margin` tokens, then linear down to −1 at `limit` and beyond:  clamp((limit − margin − n) / margin,
 *  −1, 0).
 *  tokens: written by the policy · limit 0: no penalty. Source: DAPO, arXiv:2503.14476 Eq. 13. */
export const overlongPenalty = (tokens: number, limit: number, margin: number): number =>
  limit === 0 ? 0 : clamp((limit - margin - tokens) / margin, -1, 0);
