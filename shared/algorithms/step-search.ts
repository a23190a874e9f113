/** StepSearch: each search is rewarded with what it adds to the evidence and charged for what it repeats. Source: arXiv:2505.15107; code
 *  Zillwang/StepSearch, main_ppo.py.
 *  Departures: (1) instead of PPO with a learned critic, the returns of the group's rollouts at the same turn are each other's baseline, as
 *  z-scores, in groups where StepSearch has single rollouts; (2) a search that is the rollout's last turn keeps its reward beside the
 *  outcome, where the code can overwrite it; (3) rewards stay on their turn, where the code finds it by encoding decoded text again. */
import { choice, number, withDefaults } from '../config/parameter.ts';
import { stdConventions } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScore, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returnsAgainstTurn } from '../credit/turn-baseline.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2505.15107; Zillwang/StepSearch';
const weight = (standard: number, help: string) => number({ default: standard, min: 0, max: 10, help, source });

const parameters = {
  gainWeight: weight(
    0.6,
    'Weight of how much closer a search came to the supporting passages; the published code has 1.6 by accident.',
  ),
  redundancyWeight: weight(0.6, 'Weight of the share of passages seen before, which is subtracted.'),
  keyWeight: weight(
    0.618,
    'Weight of the queries’ overlap with the search keys beside the answer’s score; 0 leaves it out.',
  ),
  gamma: number({ default: 1, min: 0, max: 1, help: 'Discount from one turn to the next.', source }),
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score of the returns at one turn: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'this project: the published method has a critic',
  }),
  ...withDefaults(outcomeParameters, { outcome: 'f1Multiset', formatPenalty: -1 }, source),
  ...objectiveParameters,
};

export const stepSearch: Algorithm<typeof parameters> = {
  name: 'stepSearch',
  title: 'StepSearch',
  help: 'Each search is rewarded with the new evidence it found and charged for repeating itself, the last turn with answer and queries.',
  source: 'arXiv:2505.15107',
  parameters,
  presets: {
    paper: { aggregation: 'tokenMean' },
    code: { gainWeight: 1.6, redundancyWeight: 1.6, aggregation: 'tokenMean' },
    withoutKeys: { keyWeight: 0, aggregation: 'tokenMean' },
    withoutRedundancy: { redundancyWeight: 0, aggregation: 'tokenMean' },
    withoutGain: { gainWeight: 0, aggregation: 'tokenMean' },
    withoutSteps: { gainWeight: 0, redundancyWeight: 0, aggregation: 'tokenMean' },
  },
  scorers: (values) => [
    ...(values.gainWeight > 0 ? ['supportGain'] : []),
    ...(values.redundancyWeight > 0 ? ['redundancy'] : []),
    ...(values.keyWeight > 0 ? ['searchKeyScore'] : []),
    outcomeScorer(values),
  ],
  problems: (values, groupSize) => [...objectiveProblems(values), ...groupProblems('stepSearch', groupSize)],
  credit: (group, values) => {
    const rewards = group.map((rollout) => {
      const part = (scorer: string, weight: number) =>
        weight === 0
          ? new Float64Array(rollout.turns)
          : Float64Array.from(turnScores(rollout, scorer), (score) => weight * (score ?? 0));
      const redundancy = part('redundancy', values.redundancyWeight);
      const reward = part('supportGain', values.gainWeight).map((gain, t) => gain - redundancy[t]);
      const fair = rollout.wellFormed && rollout.answered;
      const keys = fair && values.keyWeight > 0 ? values.keyWeight * outcomeScore(rollout, 'searchKeyScore') : 0;
      reward[rollout.turns - 1] += outcome(rollout, values) + keys;
      return reward;
    });
    const advantage = returnsAgainstTurn(rewards, values.gamma, values.std);
    return rewards.map((reward, i) => ({ reward, advantage: advantage[i] }));
  },
  objective: objectiveFrom,
};
