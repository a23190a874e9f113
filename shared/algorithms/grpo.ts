/** GRPO: the z-score of the outcome within its group, on every turn. Source: arXiv:2402.03300v3 section 4.1; verl
 *  core_algos.py at 1dda039.
 *  Departure: (1) a group of one rollout has advantage 0, where verl gives it its own score. */
import { choice } from '../config/parameter.ts';
import { centred, divisors, stdConventions, zScore } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { allEqual } from '../util/math.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  std: choice({
    default: 'sample',
    choices: [...stdConventions, 'none', 'batchTrl'],
    help: 'Standard deviation of the z-score: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL), none (no division), batchTrl (that of all outcomes of the step, TRL).',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039; huggingface/trl at f2cd577 (scale_rewards)',
  }),
  ...outcomeParameters,
  ...objectiveParameters,
};

export const grpo: Algorithm<typeof parameters> = {
  name: 'grpo',
  title: 'GRPO',
  help: 'Every turn gets how far the rollout’s outcome lies above its group’s mean, in standard deviations.',
  source: 'arXiv:2402.03300v3 section 4.1',
  parameters,
  presets: {
    paper: {},
    searchR1: { outcome: 'em', formatPenalty: 0, aggregation: 'tokenMean' },
    trl: { std: 'sampleTrl', dualClip: 0, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'tokenMean' },
    trlBatch: { std: 'batchTrl', dualClip: 0, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'tokenMean' },
    matched: { std: 'population' },
  },
  scorers: (values) => [outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('grpo', groupSize)],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    const undivided = values.std === 'none' || values.std === 'batchTrl';
    const z = undivided ? centred(outcomes) : zScore(outcomes, values.std);
    return sameForEveryTurn(group, z, z);
  },
  batchCredit: (batch, credits, values) => {
    if (values.std !== 'batchTrl') return [...credits];
    const outcomes = batch.map((rollout) => outcome(rollout, values));
    const divide = (x: number) => (allEqual(outcomes) ? 0 : x / divisors.sampleTrl(outcomes));
    return credits.map(({ reward, advantage }) => ({ reward: reward.map(divide), advantage: advantage.map(divide) }));
  },
  objective: objectiveFrom,
};
