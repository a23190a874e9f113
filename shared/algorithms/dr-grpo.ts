/** Dr. GRPO: the distance from the group's mean, not divided by its deviation, and losses divided by one constant
 *  length for all rollouts.
 *  Source: arXiv:2503.20783 section 3.
 *  Departure: (1) the constant is the most tokens that a rollout of the run may write, where the authors' code takes
 *  the length budget of a response. */
import { withDefaults } from '../config/parameter.ts';
import { centred } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  ...outcomeParameters,
  ...withDefaults(
    objectiveParameters,
    { aggregation: 'sequenceMeanTokenSumNorm', dualClip: 0, klCoefficient: 0, entropyCoefficient: 0 },
    'arXiv:2503.20783 section 3',
  ),
};

export const drGrpo: Algorithm<typeof parameters> = {
  name: 'drGrpo',
  title: 'Dr. GRPO',
  help: 'GRPO without its two biases: no division by the group’s deviation, none by a rollout’s own length.',
  source: 'arXiv:2503.20783 section 3',
  parameters,
  presets: { paper: {}, searchR1: { outcome: 'em', formatPenalty: 0 } },
  scorers: (values) => [outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('drGrpo', groupSize)],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    return sameForEveryTurn(group, outcomes, centred(outcomes));
  },
  objective: objectiveFrom,
};
