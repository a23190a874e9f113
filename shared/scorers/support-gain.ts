/** How much closer a search came to the supporting passages. */
import { known } from './known.ts';
import type { TurnScorer } from './scorer.ts';
import { tfIdfCosines } from './tf-idf.ts';

/** gain[t] = mean over the supporting passages of max(closest[t] − closest so far, 0), closest[t] the best TF-IDF
 *  cosine of a passage of turn t. Throws TypeError for a question whose supporting passages are not known. */
export const supportGain: TurnScorer = {
  name: 'supportGain',
  help: 'How much closer the turn’s search came to the supporting passages, by TF-IDF, than all earlier ones; a turn that did not search has none.',
  source: 'arXiv:2505.15107; Zillwang/StepSearch',
  range: [0, 1],
  needs: ['supporting passages'],
  per: 'turn',
  score: ({ turns }, question) => {
    const support = known(question, 'supportingText', 'supportGain');
    const closeness = closenessTo(support);
    return gainsOverBest(
      turns.map(({ retrieval }) => {
        if (retrieval === null) return null;
        const cosines = retrieval.passages.map(({ passage }) => closeness(passage.text));
        return support.map((_, i) => Math.max(0, ...cosines.map((ofPassage) => ofPassage[i])));
      }),
    );
  },
};

/** One comparison for all rollouts of a question, so that each text is tokenised once. */
const comparisons = new WeakMap<readonly string[], ReturnType<typeof tfIdfCosines>>();
function closenessTo(support: readonly string[]): ReturnType<typeof tfIdfCosines> {
  const closeness = comparisons.get(support) ?? tfIdfCosines(support);
  comparisons.set(support, closeness);
  return closeness;
}

/** Mean rise of each column above the highest it had before, starting from 0. closeness: [K][n], null where a turn has
 *  none → [K]. 0 where there are no columns. */
export function gainsOverBest(closeness: readonly (readonly number[] | null)[]): (number | null)[] {
  const best: number[] = [];
  return closeness.map((row) => {
    if (row === null) return null;
    let gain = 0;
    row.forEach((value, i) => {
      gain += Math.max(value - (best[i] ?? 0), 0) / row.length;
      best[i] = Math.max(value, best[i] ?? 0);
    });
    return gain;
  });
}
