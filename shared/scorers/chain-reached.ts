/** Whether the searches of a rollout found every supporting passage, whatever the answer. */
import type { OutcomeScorer } from './scorer.ts';

/** 0 for a question whose data names no supporting passages: the claim could not be checked. */
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
