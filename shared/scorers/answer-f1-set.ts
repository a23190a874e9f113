/** F1 on sets of words, as in IGPO's reward. */
import { igpoWords } from './normalise.ts';
import { bestAgreement, f1Set } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

/** Departure: (1) the best over all accepted answers, where the official training code keeps only the first. */
export const answerF1Set: OutcomeScorer = {
  name: 'answerF1Set',
  help: 'Word overlap of the answer with the best accepted answer; repeated words count once, punctuation separates words.',
  source: 'arXiv:2510.14967v2 Eq. 2; GuoqingWang1/IGPO verl/utils/reward_score/info_gain.py at bdceb82',
  range: [0, 1],
  per: 'rollout',
  score: (rollout, question) => bestAgreement(rollout, question, igpoWords, f1Set),
};
