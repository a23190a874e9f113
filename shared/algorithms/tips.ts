/** TIPS: the outcome, and for each turn how much it raised the accepted answers' log-prob under a frozen copy of the policy.
 *  Source: arXiv:2603.22293.
 *  Departures: (1) instead of PPO with a learned critic, the returns of the group's rollouts at the same turn are each other's baseline, as
 *  z-scores; (2) the teacher is the reference policy, frozen for the whole run, in the paper's runs refreshed every 200 steps; (3) the
 *  weight is a constant, which the paper tunes until the mean size of a weighted gain is about .2. */
import { choice, number, withDefaults } from '../config/parameter.ts';
import { stdConventions } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returnsAgainstTurn } from '../credit/turn-baseline.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { sum } from '../util/math.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2603.22293';
const scorerOf = { logSumExp: 'potentialGain', max: 'potentialGainMax' } as const;
type Potential = keyof typeof scorerOf;

const parameters = {
  potential: choice<Potential>({
    default: 'logSumExp',
    choices: Object.keys(scorerOf) as Potential[],
    help: 'What the accepted answers are worth together: logSumExp that any of them is right, max the likeliest one.',
    source,
  }),
  gainWeight: number({
    default: 0.2,
    min: 0,
    max: 10,
    help: 'Weight of the gains (α), nats to outcome; a mean size of .05 to .3 after weighting works in the paper.',
    source,
  }),
  finalPotential: choice({
    default: 'kept',
    choices: ['kept', 'zero'],
    help: 'At the end the gains are kept, or taken back as if the last state had no potential: only then they cannot change which policy is best.',
    source,
  }),
  gamma: number({ default: 1, min: 0, max: 1, help: 'Discount from one turn to the next.', source }),
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score of the returns at one turn: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'this project: the published method has a critic',
  }),
  ...withDefaults(outcomeParameters, { outcome: 'em', formatPenalty: 0 }, 'Search-R1, arXiv:2503.09516'),
  ...objectiveParameters,
};

export const tips: Algorithm<typeof parameters> = {
  name: 'tips',
  title: 'TIPS',
  help: 'Each turn is rewarded with how much likelier it made the accepted answers to a frozen copy of the policy, the last one with the outcome.',
  source,
  parameters,
  presets: { paper: { aggregation: 'tokenMean' }, invariant: { finalPotential: 'zero', aggregation: 'tokenMean' } },
  scorers: (values) => [scorerOf[values.potential], outcomeScorer(values)],
  problems: (values, groupSize) => {
    const problems = [...objectiveProblems(values), ...groupProblems('tips', groupSize)];
    if (values.finalPotential === 'zero' && values.gamma !== 1)
      problems.push(
        `algorithm.gamma: expected 1 with finalPotential zero, got ${values.gamma} — the gains cancel without discount only`,
      );
    return problems;
  },
  credit: (group, values) => {
    const rewards = group.map((rollout) => {
      const gains = turnScores(rollout, scorerOf[values.potential]);
      const reward = Float64Array.from(gains, (gain) => values.gainWeight * (gain ?? 0));
      // Σ gain is the last potential less the first, which the group shares: taking it back moves all returns alike
      const takenBack = values.finalPotential === 'zero' ? sum(reward) : 0;
      reward[rollout.turns - 1] += outcome(rollout, values) - takenBack;
      return reward;
    });
    const advantage = returnsAgainstTurn(rewards, values.gamma, values.std);
    return rewards.map((reward, i) => ({ reward, advantage: advantage[i] }));
  },
  objective: objectiveFrom,
};
