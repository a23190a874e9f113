/** REINFORCE with the group's mean as baseline, no division: the advantage of Dr. GRPO. Source: arXiv:2503.20783 section 3.
 *  Departure: (1) the ratio is clipped by the common objective; with one update per step it is 1 and the clip never acts. */
import { centred } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = { ...outcomeParameters, ...objectiveParameters };

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
  problems: (values, groupSize) => [...objectiveProblems(values), ...groupProblems('reinforce', groupSize)],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    const advantage = centred(outcomes);
    return group.map(({ turns }, i) => ({
      reward: Float64Array.from(onLastTurn(turns, outcomes[i]), (reward) => reward ?? 0),
      advantage: new Float64Array(turns).fill(advantage[i]),
    }));
  },
  objective: objectiveFrom,
};
