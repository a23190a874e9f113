/** A stored rollout in which every number is chosen. */
import type { LearnedRollout } from '../../shared/record/saved-rollout.ts';
import { fakeQuestion, fakeRollout } from '../shared/scorers/fake-rollout.ts';

interface Chosen {
  /** Per turn the id of the one passage found; null for the turn that answers. */
  readonly found: readonly (string | null)[];
  /** [K + 1] nats: after the prompt, then after each turn with a response. */
  readonly belief: readonly number[];
  readonly advantage: readonly number[];
  /** The truth is Ada. */
  readonly answer: string | null;
  readonly supporting?: readonly string[];
}

export function savedRollout({ found, belief, advantage, answer, supporting = ['p1', 'p2'] }: Chosen): LearnedRollout {
  const rollout = fakeRollout({
    retrieved: found.map((id) => (id === null ? null : [id])),
    groundTruthLogProb: belief.map((value) => [value]),
    answer,
  });
  const exactMatch = answer === 'Ada' ? 1 : 0;
  const chainReached = supporting.every((id) => found.includes(id)) ? 1 : 0;
  return {
    rollout,
    question: fakeQuestion(['Ada'], supporting),
    scores: {
      turns: found.length,
      wellFormed: true,
      answered: answer !== null,
      turnScores: { informationGain: found.map((_, t) => (t + 1 < belief.length ? belief[t + 1] - belief[t] : null)) },
      outcomeScores: { exactMatch, answerF1Set: exactMatch, chainReached, format: 1 },
    },
    credit: { reward: Float64Array.from(advantage), advantage: Float64Array.from(advantage) },
    belief: Float64Array.from(belief),
    ratio: null,
  };
}
