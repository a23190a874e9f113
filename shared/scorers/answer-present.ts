/** Whether the answer contains an accepted one. */
import { namesAnswer } from './overlap.ts';
import type { OutcomeScorer } from './scorer.ts';

export const answerPresent: OutcomeScorer = {
  name: 'answerPresent',
  help: '1 where the answer contains an accepted answer, as whole words and in any case, else 0.',
  source: 'arXiv:2505.11821; SiliangZeng/Multi-Turn-RL-Agent exist_answer_reward_func',
  range: [0, 1],
  per: 'rollout',
  score: ({ answer }, question) => (answer !== null && namesAnswer(answer, question) ? 1 : 0),
};
