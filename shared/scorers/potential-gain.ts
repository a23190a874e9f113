/** How much a turn raised the log-prob of the accepted answers under a frozen policy. */
import { sum } from '../util/math.ts';
import type { TurnScorer } from './scorer.ts';
import { whileTraining } from './while-training.ts';

/** Potential of the accepted answers, from the log-prob of each, nats. */
const potentials = {
  // log Σ exp: that any of them is given. The largest is factored out, as exp underflows float64 at −745
  potentialGain: (logProbs: Float64Array) => {
    const most = Math.max(...logProbs);
    return most + Math.log(sum(logProbs.map((x) => Math.exp(x - most))));
  },
  potentialGainMax: (logProbs: Float64Array) => Math.max(...logProbs),
};
type Name = keyof typeof potentials;

/** `potentialGain`, `potentialGainMax`: Φ after the turn's retrieval − Φ before the turn, Φ the potential of the
 *  accepted answers, nats. Null without a response, and where a potential is not finite. Throw TypeError without
 *  log-probs of the accepted answers: they exist while training only. */
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
