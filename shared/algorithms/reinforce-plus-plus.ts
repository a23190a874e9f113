/** REINFORCE++: returns without a critic, normalised over all tokens of the batch; and its baseline form, which first
 *  takes the mean of the group from the outcome. Source: arXiv:2501.03262; verl core_algos.py at 1dda039.
 *  Departure: (1) a batch of equal returns gives exactly 0. */
import { boolean, number, withDefaults } from '../config/parameter.ts';
import { gae } from '../credit/gae.ts';
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
import { centred } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { returns } from '../credit/returns.ts';
import { whiten } from '../credit/whiten.ts';
import { objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  groupBaseline: boolean({
    default: false,
    help: 'Subtract the group’s mean from the outcome first (REINFORCE++-baseline); without it rollouts of one question are not compared.',
    source: 'arXiv:2501.03262',
  }),
  gamma: number({
    default: 1,
    min: 0,
    max: 1,
    help: 'Discount from one token of the policy to the one before it.',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
  }),
  ...outcomeParameters,
  ...klRewardParameters,
  ...withDefaults(
    objectiveParameters,
    { dualClip: 0, entropyCoefficient: 0, aggregation: 'tokenMean' },
    'arXiv:2501.03262',
  ),
};

export const reinforcePlusPlus: Algorithm<typeof parameters> = {
  name: 'reinforcePlusPlus',
  title: 'REINFORCE++',
  help: 'Every token gets the return that follows it, normalised over all tokens that the policy wrote in the step.',
  source: 'arXiv:2501.03262',
  parameters,
  presets: {
    paper: { klPlace: 'reward', klEstimator: 'k1' },
    baseline: { groupBaseline: true },
  },
  scorers: (values) => [outcomeScorer(values), ...klScorers(values)],
  problems: (values, { groupSize }) => [
    ...objectiveProblems(values),
    ...klProblems(values),
    ...(values.groupBaseline ? groupProblems('reinforcePlusPlus with groupBaseline', groupSize) : []),
  ],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    const compared = values.groupBaseline ? centred(outcomes) : outcomes;
    return group.map((rollout, i) => {
      const last = onLastTurn(rollout.turns, compared[i]);
      const reward = klPenalty(rollout, values).map((penalty, t) => penalty + (last[t] ?? 0));
      return { reward, advantage: returns(reward, 1) };
    });
  },
  tokenCredit: (batch, values) => {
    const masks = batch.map(({ rollout }) => rollout.mask);
    const rewards = batch.map(payingKl(values));
    const recursion = { gamma: values.gamma, lambda: 1, toolTokens: 'skip' } as const;
    const following = rewards.map((reward, i) => gae(reward, new Float64Array(reward.length), masks[i], recursion));
    const advantages = whiten(
      following.map(({ advantage }) => advantage),
      masks,
    );
    return advantages.map((advantage) => ({ advantage: Float32Array.from(advantage) }));
  },
  adapt: adaptKl,
  metrics: klMetrics,
  objective: rewardObjective,
};
