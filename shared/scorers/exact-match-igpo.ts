/** Exact match after IGPO's normalisation, which keeps articles and turns punctuation into spaces. */
import { igpoWords } from './normalise.ts';
import { bestAgreement, sameWords } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

export const exactMatchIgpo: OutcomeScorer = {
  name: 'exactMatchIgpo',
  help: '1 where the answer is one of the accepted answers, apart from case and punctuation; else 0.',
  source: 'GuoqingWang1/IGPO verl/utils/reward_score/info_gain.py at bdceb82, val_type em',
  range: [0, 1],
  per: 'rollout',
  score: (rollout, question) => bestAgreement(rollout, question, igpoWords, sameWords),
};
