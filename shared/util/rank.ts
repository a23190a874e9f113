/** Ranks, and how well two orders agree. */
import { mean } from './math.ts';

/** [n] rank of each value from 1, equal values sharing the mean of their places: 3, 1, 3 → 2.5, 1, 2.5. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const rank = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let i = first; i < end; i++) rank[order[i]] = (first + 1 + end) / 2;
    first = end;
  }
  return rank;
}

/** Pearson's correlation, in [−1, 1]; null where one of the two does not vary. Of ranks it is Spearman's ρ, with ties.
 *  a, b: [n], any unit. Source: Kendall & Gibbons, Rank Correlation Methods, 5th edition (1990), chapter 3. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const [centreA, centreB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - centreA, b[i] - centreB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? null : Math.max(-1, Math.min(1, both / Math.sqrt(ofA * ofB)));
}
