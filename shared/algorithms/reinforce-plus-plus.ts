/** REINFORCE++: returns without a critic, normalised over all tokens of the batch; and its baseline form, which first takes the mean of the
 *  group from the outcome. Source: arXiv:2501.03262; verl core_algos.py at 1dda039.
 *  Departures: (1) γ discounts from turn to turn, in verl from token to token; the same at γ = 1; (2) the KL of a turn's tokens is paid at the
 *  turn's end, so that credit stays one number a turn; in verl each token pays its own; (3) a batch of equal returns gives exactly 0. */
import { boolean, number, withDefaults } from '../config/parameter.ts';
import { adaptKl, klPenalty, klProblems, klRewardParameters, klScorers, rewardObjective } from '../credit/kl-reward.ts';
import { centred } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returns } from '../credit/returns.ts';
import { whiten } from '../credit/whiten.ts';
import { objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  groupBaseline: boolean({
    default: false,
    help: 'Take the mean of the group from the outcome first (REINFORCE++-baseline); without it rollouts of one question are not compared.',
    source: 'arXiv:2501.03262',
  }),
  gamma: number({
    default: 1,
    min: 0,
    max: 1,
    help: 'Discount from one turn to the one before it.',
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
  help: 'Every turn gets the return that follows it, normalised over all tokens that the policy wrote in the step.',
  source: 'arXiv:2501.03262',
  parameters,
  presets: {
    paper: { klPlace: 'reward', klEstimator: 'k1' },
    baseline: { groupBaseline: true },
  },
  scorers: (values) => [...new Set([outcomeScorer(values), 'writtenTokens', ...klScorers(values)])],
  problems: (values, groupSize) => [
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
      return { reward, advantage: returns(reward, values.gamma) };
    });
  },
  batchCredit: (batch, credits) => {
    const tokens = batch.map((rollout) => turnScores(rollout, 'writtenTokens').map((count) => count ?? 0));
    const advantages = whiten(
      credits.map(({ advantage }) => advantage),
      tokens,
    );
    return credits.map(({ reward }, i) => ({ reward, advantage: advantages[i] }));
  },
  adapt: adaptKl,
  objective: rewardObjective,
};
