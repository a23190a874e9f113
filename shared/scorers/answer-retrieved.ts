/** Whether a search found a passage that contains an accepted answer. */
import { namesAnswer } from './overlap.ts';
import type { TurnScorer } from './scorer.ts';

export const answerRetrieved: TurnScorer = {
  name: 'answerRetrieved',
  help: '1 where a passage of the turn’s search contains an accepted answer, as whole words and in any case, else 0; a turn that did not search has none.',
  source: 'arXiv:2505.11821; SiliangZeng/Multi-Turn-RL-Agent exist_answer_in_search_results',
  range: [0, 1],
  per: 'turn',
  score: ({ turns }, question) =>
    turns.map(
      ({ retrieval }) =>
        retrieval && (retrieval.passages.some(({ passage }) => namesAnswer(passage.text, question)) ? 1 : 0),
    ),
};
