/** TIPS: the outcome, and for each turn how much it raised the accepted answers' log-prob under a frozen copy of the policy.
 *  Source: arXiv:2603.22293.
 *  Departures: (1) the critic shares the policy's network, as in PPO here; (2) the weight is a constant, which the paper tunes until the mean
 *  size of a weighted gain is about .2; (3) with `baseline` group there is no critic: the group's rollouts at the same turn are each other's
 *  baseline, as z-scores. */
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
  teacherEvery: integer({
    default: 200,
    min: 0,
    max: 1e6,
    unit: 'steps',
    help: 'Steps after which the frozen copy is taken anew from the policy; 0 keeps the one that the run begins from.',
    source,
  }),
  finalPotential: choice({
    default: 'kept',
    choices: ['kept', 'zero'],
    help: 'At the end the gains are kept, or taken back as if the last state had no potential: only then they cannot change which policy is best.',
    source,
  }),
  ...turnBaselineParameters,
  ...withDefaults(outcomeParameters, { outcome: 'em', formatPenalty: 0 }, 'Search-R1, arXiv:2503.09516'),
  ...objectiveParameters,
};

export const tips: Algorithm<typeof parameters> = {
  name: 'tips',
  title: 'TIPS',
  help: 'Each turn is rewarded with how much likelier it made the accepted answers to a frozen copy of the policy, the last one with the outcome.',
  source,
  parameters,
  presets: {
    paper: { aggregation: 'tokenMean' },
    invariant: { finalPotential: 'zero', aggregation: 'tokenMean' },
    groupBaseline: { baseline: 'group', aggregation: 'tokenMean' },
  },
  scorers: (values) => [scorerOf[values.potential], outcomeScorer(values)],
  problems: (values, groupSize) => {
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
      // Σ gain is the last potential less the first, which the group shares: taking it back moves all returns alike
      const takenBack = values.finalPotential === 'zero' ? sum(reward) : 0;
      reward[rollout.turns - 1] += outcome(rollout, values) - takenBack;
      return reward;
    });
    return turnCredit(rewards, values);
  },
  tokenCredit: criticCredit,
  teacherEvery: (values) => values.teacherEvery,
  objective: (values) => turnObjective(objectiveFrom(values), values),
};
