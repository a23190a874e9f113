/** Exact match after SQuAD's normalisation. */
import { squadWords } from './normalise.ts';
import { bestAgreement, sameWords } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

export const exactMatch: OutcomeScorer = {
  name: 'exactMatch',
  help: '1 where the answer is one of the accepted answers, apart from case, punctuation and articles; else 0.',
  source: 'SQuAD v1.1 evaluation script, exact_match_score; Search-R1 (arXiv:2503.09516)',
  range: [0, 1],
  per: 'rollout',
  score: (rollout, question) => bestAgreement(rollout, question, squadWords, sameWords),
};
