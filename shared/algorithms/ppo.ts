/** PPO: a critic estimates the return at every token, and a token is credited with how much its return exceeds that
 *  estimate.
 *  Source: arXiv:1707.06347v2; GAE arXiv:1506.02438; verl core_algos.py at 1dda039.
 *  Departures: (1) the critic is a value head on the policy's own network, zero at the start, and its loss is added to
 *  the policy's; in verl it is a network of its own with its own learning rate; (2) a step of equal advantages is
 *  whitened to exactly 0. */
import {
  adaptKl,
  klMetrics,
  klPenalty,
  klProblems,
  klRewardParameters,
  klScorers,
  payingKl,
  rewardObjective,
} from '../credit/kl-reward.ts';
import { criticCredit, criticObjective, criticParameters } from '../credit/critic.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { withDefaults } from '../config/parameter.ts';
import { returns } from '../credit/returns.ts';
import { objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  ...criticParameters,
  ...outcomeParameters,
  ...klRewardParameters,
  ...withDefaults(
    objectiveParameters,
    { aggregation: 'tokenMean' },
    'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039',
  ),
};

export const ppo: Algorithm<typeof parameters> = {
  name: 'ppo',
  title: 'PPO',
  help: 'Every token gets its return less the value estimate of a learned critic; rollouts of one question are not compared.',
  source: 'arXiv:1707.06347v2; arXiv:1506.02438',
  parameters,
  presets: {
    paper: { lambda: 0.95 },
    verl: { klPlace: 'reward', klEstimator: 'k1' },
    withToolTokens: { toolTokens: 'include' },
  },
  scorers: (values) => [outcomeScorer(values), ...klScorers(values)],
  problems: (values) => [...objectiveProblems(values), ...klProblems(values)],
  credit: (group, values) =>
    group.map((rollout) => {
      const last = onLastTurn(rollout.turns, outcome(rollout, values));
      const reward = klPenalty(rollout, values).map((penalty, t) => penalty + (last[t] ?? 0));
      return { reward, advantage: returns(reward, 1) };
    }),
  tokenCredit: (batch, values) => criticCredit(batch, values, payingKl(values)),
  adapt: adaptKl,
  metrics: klMetrics,
  objective: (values) => criticObjective(rewardObjective(values), values),
};
