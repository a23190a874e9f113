/** TIPS: the outcome, and for each turn how much it raised the log-prob of the accepted answers under a frozen copy of
 *  the policy.
 *  Source: arXiv:2603.22293.
 *  Departures: (1) the critic shares the policy's network, as in PPO here; (2) the weight is a constant; the paper
 *  tunes it until the mean size of a weighted gain is about .2; (3) with `baseline` group there is no critic: the
 *  group's rollouts at the same turn are each other's baseline, as z-scores. */
import { choice, integer, number, withDefaults } from '../config/parameter.ts';
import { criticCredit } from '../credit/critic.ts';
import { outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { turnBaselineParameters, turnBaselineProblems, turnCredit, turnObjective } from '../credit/turn-baseline.ts';
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
    help: 'Potential of the accepted answers: logSumExp is the log-prob of any of them, max that of the likeliest one.',
    source,
  }),
  gainWeight: number({
    default: 0.2,
    min: 0,
    max: 10,
    help: 'Weight of the gains (α), outcome per nat; a mean size of .05 to .3 after weighting works in the paper.',
    source,
  }),
  teacherEvery: integer({
    default: 200,
    min: 0,
    max: 1e6,
    unit: 'steps',
    help: 'Steps after which the frozen copy is renewed from the policy; 0 keeps the one that the run begins with.',
    source,
  }),
  finalPotential: choice({
    default: 'kept',
    choices: ['kept', 'zero'],
    help: 'Keep the gains at the end of a rollout, or subtract their sum as if the last state had potential 0. Only with the sum subtracted can they not change which policy is best.',
    source,
  }),
  ...turnBaselineParameters,
  ...withDefaults(outcomeParameters, { outcome: 'em', formatPenalty: 0 }, 'Search-R1, arXiv:2503.09516'),
  ...objectiveParameters,
};

export const tips: Algorithm<typeof parameters> = {
  name: 'tips',
  title: 'TIPS',
  help: 'Each turn is rewarded with how much it raised the log-prob of the accepted answers under a frozen copy of the policy, the last one with the outcome.',
  source,
  parameters,
  presets: {
    paper: { aggregation: 'tokenMean' },
    invariant: { finalPotential: 'zero', aggregation: 'tokenMean' },
    groupBaseline: { baseline: 'group', aggregation: 'tokenMean' },
  },
  scorers: (values) => [scorerOf[values.potential], outcomeScorer(values)],
  problems: (values, { groupSize }) => {
    const problems = [
      ...objectiveProblems(values),
      ...turnBaselineProblems(values),
      ...(values.baseline === 'group' ? groupProblems('tips', groupSize) : []),
    ];
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
      // Σ gain is the last potential − the first, which the group shares
      const gained = values.finalPotential === 'zero' ? sum(reward) : 0;
      reward[rollout.turns - 1] += outcome(rollout, values) - gained;
      return reward;
    });
    return turnCredit(rewards, values);
  },
  tokenCredit: criticCredit,
  teacherEvery: (values) => values.teacherEvery,
  objective: (values) => turnObjective(objectiveFrom(values), values),
};
