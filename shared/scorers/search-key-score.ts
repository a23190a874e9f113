/** How well the queries cover the sub-questions. */
import { mean } from '../util/math.ts';
import { known } from './known.ts';
import { squadWords } from './normalise.ts';
import { f1Multiset } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

/** Each query belongs to the sub-question whose best key it overlaps most with, the first of equals. The latest query
 *  of a sub-question sets its value; one without a query has 0. Overlaps are rounded to four decimals. 0 without
 *  sub-questions.
 *  Throws TypeError for a question whose search keys are not known. */
export const searchKeyScore: OutcomeScorer = {
  name: 'searchKeyScore',
  help: 'Word overlap of the queries with the keys of the sub-questions, mean over the sub-questions; the latest query on one counts.',
  source: 'arXiv:2505.15107; Zillwang/StepSearch',
  range: [0, 1],
  needs: ['search keys'],
  per: 'rollout',
  score: ({ turns }, question) => {
    const subQuestions = known(question, 'searchKeys', 'searchKeyScore').map((keys) => keys.map(squadWords));
    const values = new Float64Array(subQuestions.length);
    for (const { query } of turns) {
      if (query === null) continue;
      const asked = squadWords(query);
      const overlaps = subQuestions.map((keys) =>
        Math.max(0, ...keys.map((key) => fourDecimals(f1Multiset(asked, key)))),
      );
      const best = Math.max(0, ...overlaps);
      if (best > 0) values[overlaps.indexOf(best)] = best;
    }
    return values.length === 0 ? 0 : mean(values);
  },
};

const fourDecimals = (x: number): number => Math.round(x * 1e4) / 1e4;
