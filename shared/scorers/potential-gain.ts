/** How much likelier a turn made the accepted answers to a frozen policy. */
import { sum } from '../util/math.ts';
import type { TurnScorer } from './scorer.ts';
import { whileTraining } from './while-training.ts';

/** What the accepted answers are worth together, from the log-prob of each, nats. */
const potentials = {
  // any of them, log Σ exp; the largest is taken out first, as exp underflows float64 at −745
  potentialGain: (logProbs: Float64Array) => {
    const most = Math.max(...logProbs);
    return most + Math.log(sum(logProbs.map((x) => Math.exp(x - most))));
  },
  potentialGainMax: (logProbs: Float64Array) => Math.max(...logProbs),
};
type Name = keyof typeof potentials;

/** `potentialGain`, `potentialGainMax`: Φ after the turn's retrieval − Φ before the turn, Φ the potential of the accepted answers, nats.
 *  A turn without a response has none, nor has one between potentials that are not finite. Throw TypeError where the rollout has no
 *  log-probs of the reference policy: they are worked out while training and not saved. */
export const potentialGain: readonly TurnScorer[] = (Object.keys(potentials) as Name[]).map((name) => {
  const answers = name === 'potentialGainMax' ? 'the likeliest accepted answer' : 'the accepted answers together';
  return {
    name,
    help: `How much a turn raised the log-prob of ${answers} under the frozen reference policy, in nats.`,
    source: 'arXiv:2603.22293',
    range: [-Infinity, Infinity],
    reads: ['referenceAnswers'],
    per: 'turn',
    score: (rollout) => {
      const what = 'log-probs of the accepted answers under the reference policy';
      const after = whileTraining(rollout.measured?.referenceAnswers, rollout, what, name).map(potentials[name]);
      return rollout.turns.map(({ response }, t) => {
        const gain = after[t + 1] - after[t];
        return response !== null && Number.isFinite(gain) ? gain : null;
      });
    },
  };
});
