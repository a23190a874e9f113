/** REINFORCE with the group's mean as baseline, no division: the advantage of Dr. GRPO; or without a baseline.
 *  Source: arXiv:2503.20783 section 3.
 *  Departure: (1) the ratio is clipped by the common objective; with one update per step it is 1 and the clip never
 *  acts. */
import { choice } from '../config/parameter.ts';
import { centred } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  baseline: choice({
    default: 'groupMean',
    choices: ['groupMean', 'none'],
    help: 'What is subtracted from the outcome: the mean of the group, or nothing.',
    source: 'arXiv:2503.20783 section 3',
  }),
  ...outcomeParameters,
  ...objectiveParameters,
};

export const reinforce: Algorithm<typeof parameters> = {
  name: 'reinforce',
  title: 'REINFORCE',
  help: 'Every turn gets how far the rollout’s outcome lies above its group’s mean, in the outcome’s own unit.',
  source: 'arXiv:2503.20783 section 3',
  parameters,
  presets: {
    drGrpo: { dualClip: 0, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'sequenceMeanTokenSumNorm' },
  },
  scorers: (values) => [outcomeScorer(values)],
  problems: (values, { groupSize }) => [
    ...objectiveProblems(values),
    ...(values.baseline === 'groupMean' ? groupProblems('reinforce', groupSize) : []),
  ],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    return sameForEveryTurn(group, outcomes, values.baseline === 'none' ? outcomes : centred(outcomes));
  },
  objective: objectiveFrom,
};
