/** The IGPO paper's theory in numbers: why turns that lose information force errors, and how reward bounds that loss.
 *  Its constants are not known for any model, so no run is judged by it.
 *  Source: arXiv:2510.14967v2 appendices A and B. */
import { mean, sum } from '../../shared/util/math.ts';

/** Lower bound of the probability of a wrong answer:  (mean lost − constant) / ln(answers − 1),  0 if that is negative.
 *  lost: [T − 1] information that each turn before the last lost, nats · answers: possible ones, at least 3.
 *  Throws RangeError without turns or for fewer answers.
 *  Source: arXiv:2510.14967v2 Eq. B.1, after arXiv:2501.15602 theorem 3.3. */
export function errorFloor(lost: readonly number[], answers: number, constant: number): number {
  if (lost.length === 0) throw new RangeError('errorFloor: expected a turn before the last, got none');
  if (!(answers >= 3)) throw new RangeError(`errorFloor: expected at least 3 possible answers, got ${answers}`);
  return Math.max(0, (mean(lost) - constant) / Math.log(answers - 1));
}

/** Upper bound of the information lost before the last turn:  ((T − 1) · most − Σ rewards) / slope, nats.
 *  rewards: [T − 1] of the turns before the last · most, slope: a turn that loses x earns at most `most` − slope · x,
 *  which the theory assumes. Throws RangeError for a slope that is not positive.
 *  Source: arXiv:2510.14967v2 theorem A.4. */
export function mostLost(rewards: readonly number[], most: number, slope: number): number {
  if (!(slope > 0)) throw new RangeError(`mostLost: expected a slope above 0, got ${slope}`);
  return (rewards.length * most - sum(rewards)) / slope;
}
