/** Whether a search returned a passage. */
import type { TurnScorer } from './scorer.ts';

export const searchSucceeded: TurnScorer = {
  name: 'searchSucceeded',
  help: '1 where the turn’s search returned a passage, 0 where it found nothing; a turn that did not search has none.',
  source: 'arXiv:2505.11821; SiliangZeng/Multi-Turn-RL-Agent tool_execution_reward_func',
  range: [0, 1],
  per: 'turn',
  score: ({ turns }) => turns.map(({ retrieval }) => retrieval && (retrieval.passages.length > 0 ? 1 : 0)),
};
