/** Log-probs of the ground truth under the policy, prefix by prefix. */
import type { Measurement } from './measurement.ts';

/** [1 + responses][ground-truth tokens] log-prob of the first accepted answer, after the prompt and after each
 *  response, nats. A fork of calls that the agent loop makes anyway, so it costs the fork's tokens and no pass. It is
 *  saved with the rollout. */
export const belief: Measurement = {
  name: 'belief',
  when: 'whileSampling',
  policy: 'current',
  room: () => 0,
  forwardPasses: 0,
  result: ({ groundTruthLogProb }) => groundTruthLogProb ?? undefined,
  ask: () => ({ scoreGroundTruth: true }),
};
