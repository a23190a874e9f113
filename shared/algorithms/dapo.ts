/** DAPO: GRPO with a wider upper clip, groups without a signal drawn again, a penalty for over-long rollouts, and a
 *  mean over tokens.
 *  Source: arXiv:2503.14476; verl recipe/dapo at 1dda039.
 *  Departures: (1) a group has a signal where an advantage is not 0, in verl where the outcomes differ; (2) where the
 *  draws run out the step learns from what it has, verl stops the run; (3) rollouts of dropped groups are saved and
 *  counted in metrics and budgets, but not learned from; (4) a rollout's length is what the policy wrote in all turns;
 *  (5) a group of one rollout has advantage 0. */
import { choice, integer, withDefaults } from '../config/parameter.ts';
import { stdConventions, zScore } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn, turnScores } from '../credit/outcome.ts';
import { overlongPenalty } from '../credit/overlong.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { sum } from '../util/math.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
  }),
  mostDraws: integer({
    default: 10,
    min: 1,
    max: 1000,
    unit: 'draws',
    help: 'Most times that a step draws its questions until as many groups have a signal; 1 is off: all groups are learned from.',
    source: 'verl-project/verl recipe/dapo at 1dda039 (max_num_gen_batches)',
  }),
  overlongLimit: integer({
    default: 0,
    min: 0,
    max: 1e9,
    unit: 'tokens',
    help: 'A rollout in which the policy wrote this many tokens loses 1 of its outcome; 0 is off.',
    source: 'arXiv:2503.14476 Eq. 13',
  }),
  overlongMargin: integer({
    default: 0,
    min: 0,
    max: 1e9,
    unit: 'tokens',
    help: 'The penalty begins this many tokens before the limit and grows linearly.',
    source: 'arXiv:2503.14476 Eq. 13',
  }),
  ...outcomeParameters,
  ...withDefaults(
    objectiveParameters,
    { clipHigh: 0.28, dualClip: 10, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'tokenMean' },
    'arXiv:2503.14476; verl-project/verl recipe/dapo at 1dda039',
  ),
};

export const dapo: Algorithm<typeof parameters> = {
  name: 'dapo',
  title: 'DAPO',
  help: 'GRPO with a wider upper clip, more questions drawn for groups without a signal, and a mean over all tokens.',
  source: 'arXiv:2503.14476',
  parameters,
  presets: {
    paper: { overlongLimit: 20480, overlongMargin: 4096 },
    withoutExtras: { mostDraws: 1, clipHigh: 0.2 },
  },
  scorers: (values) => [outcomeScorer(values), ...(values.overlongLimit > 0 ? ['writtenTokens'] : [])],
  problems: (values, { groupSize, maxTokens }) => {
    const problems = [...objectiveProblems(values), ...groupProblems('dapo', groupSize)];
    const { overlongLimit: limit, overlongMargin: margin } = values;
    if (limit === 0 && margin > 0)
      problems.push(`algorithm.overlongMargin: expected 0 without overlongLimit, got ${margin} — set overlongLimit`);
    if (limit > 0 && (margin === 0 || margin > limit))
      problems.push(`algorithm.overlongMargin: expected 1 to overlongLimit = ${limit}, got ${margin}`);
    if (limit - margin >= maxTokens)
      problems.push(
        `algorithm.overlongLimit: expected less than overlongMargin + rollout.maxTokens = ${margin + maxTokens}, got ${limit} — no rollout can be that long, so the penalty would never act: lower it, or set both to 0`,
      );
    return problems;
  },
  credit: (group, values) => {
    const { overlongLimit: limit, overlongMargin: margin } = values;
    const written = (i: number) => sum(turnScores(group[i], 'writtenTokens').map(Number));
    const z = zScore(
      group.map(
        (rollout, i) => outcome(rollout, values) + (limit > 0 ? overlongPenalty(written(i), limit, margin) : 0),
      ),
      values.std,
    );
    return sameForEveryTurn(group, z, z);
  },
  mostDraws: (values) => values.mostDraws,
  objective: objectiveFrom,
};
