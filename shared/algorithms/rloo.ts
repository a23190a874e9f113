/** RLOO: the outcome against the mean of the group's other rollouts. Source: arXiv:2402.14740; TRL at f2cd577.
 *  Departures: (1) a group of one rollout has advantage 0, where the mean of the others is not defined; (2) with
 *  `klPlace` reward, a rollout's KL is that of the tokens as they were sampled, as in TRL. */
import { withDefaults } from '../config/parameter.ts';
import {
  adaptKl,
  klMetrics,
  klPenalty,
  klProblems,
  klRewardParameters,
  klScorers,
  rewardObjective,
} from '../credit/kl-reward.ts';
import { leaveOneOut } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn } from '../credit/outcome.ts';
import { objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { sum } from '../util/math.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  ...outcomeParameters,
  ...klRewardParameters,
  ...withDefaults(
    objectiveParameters,
    { dualClip: 0, entropyCoefficient: 0 },
    'huggingface/trl trl/trainer/rloo_trainer.py at f2cd577',
  ),
};

export const rloo: Algorithm<typeof parameters> = {
  name: 'rloo',
  title: 'RLOO',
  help: 'Every turn gets how far the rollout’s outcome lies above the mean outcome of the other rollouts of its question.',
  source: 'arXiv:2402.14740',
  parameters,
  presets: {
    paper: {},
    trl: { klPlace: 'reward', klCoefficient: 0.05, klEstimator: 'k1' },
  },
  scorers: (values) => [outcomeScorer(values), ...klScorers(values)],
  problems: (values, { groupSize }) => [
    ...objectiveProblems(values),
    ...klProblems(values),
    ...groupProblems('rloo', groupSize),
  ],
  credit: (group, values) => {
    const rewards = group.map((rollout) => outcome(rollout, values) + sum(klPenalty(rollout, values)));
    return sameForEveryTurn(group, rewards, leaveOneOut(rewards));
  },
  adapt: adaptKl,
  metrics: klMetrics,
  objective: rewardObjective,
};
