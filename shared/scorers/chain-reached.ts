/** Whether the search found everything the question needs, whatever was then answered. */
import type { OutcomeScorer } from './scorer.ts';

/** A question whose data names no supporting passages scores 0: reaching the chain is claimed only where it can be checked. */
export const chainReached: OutcomeScorer = {
  name: 'chainReached',
  help: '1 where every supporting passage was retrieved somewhere in the rollout, else 0; 0 where the data names none.',
  source: 'this project',
  range: [0, 1],
  per: 'rollout',
  score: (rollout, question) => {
    if (question.supporting === null) return 0;
    const retrieved = new Set(
      rollout.turns.flatMap((turn) => turn.retrieval?.passages.map(({ passage }) => passage.id) ?? []),
    );
    return question.supporting.every((id) => retrieved.has(id)) ? 1 : 0;
  },
};
