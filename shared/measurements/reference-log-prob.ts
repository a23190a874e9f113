/** Log-probs of the policy's tokens under the reference policy. */
import type { Measurement } from './measurement.ts';

/** [T] log-prob of each token that the policy wrote, under the reference policy, nats. */
export const referenceLogProb: Measurement = {
  name: 'referenceLogProb',
  when: 'beforeScoring',
  policy: 'reference',
  room: () => 0,
  forwardPasses: 1,
  result: ({ refLogProb }) => refLogProb,
  measure: async (groups, _tasks, { learner }) => {
    const refLogProbs = (await learner.logProbs(groups.flat(), 'reference')).values();
    return groups.map((group) => group.map((rollout) => ({ ...rollout, refLogProb: refLogProbs.next().value! })));
  },
};
