/** F1 on multisets of words, as in SQuAD. */
import { squadWords } from './normalise.ts';
import { bestAgreement, f1Multiset } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

export const answerF1Multiset: OutcomeScorer = {
  name: 'answerF1Multiset',
  help: 'Word overlap of the answer with the best accepted answer; repeated words count as often as they occur, articles are ignored.',
  source: 'SQuAD v1.1 evaluation script, f1_score',
  range: [0, 1],
  per: 'rollout',
  score: (rollout, question) => bestAgreement(rollout, question, squadWords, f1Multiset),
};
