/** GRPO: the z-score of the outcome within its group, on every turn. Source: arXiv:2402.03300v3 section 4.1; verl core_algos.py at 1dda039.
 *  Departure: (1) a group of one rollout has advantage 0, where verl gives it its own score. */
import { choice } from '../config/parameter.ts';
import { stdConventions, zScore } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
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
    matched: { std: 'population' },
  },
  scorers: (values) => [outcomeScorer(values)],
  problems: (values, groupSize) => [...objectiveProblems(values), ...groupProblems('grpo', groupSize)],
  credit: (group, values) => {
    const z = zScore(
      group.map((rollout) => outcome(rollout, values)),
      values.std,
    );
    return group.map(({ turns }, i) => ({
      reward: Float64Array.from(onLastTurn(turns, z[i]), (reward) => reward ?? 0),
      advantage: new Float64Array(turns).fill(z[i]),
    }));
  },
  objective: objectiveFrom,
};
