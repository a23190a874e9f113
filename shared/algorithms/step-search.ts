/** StepSearch: each search is rewarded for new evidence and charged for passages seen before. Source: arXiv:2505.15107;
 *  code Zillwang/StepSearch, main_ppo.py.
 *  Departures: (1) the critic shares the policy's network, as in PPO here; (2) a search that is the rollout's last turn
 *  keeps its reward besides the outcome, where the code can overwrite it; (3) rewards stay on the sampled turn, where
 *  the code finds it by tokenising text again; (4) with `baseline` group there is no critic: the group's rollouts at
 *  the same turn are each other's baseline, as z-scores. */
import { number, withDefaults } from '../config/parameter.ts';
import { criticCredit } from '../credit/critic.ts';
import { outcome, outcomeParameters, outcomeScore, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { turnBaselineParameters, turnBaselineProblems, turnCredit, turnObjective } from '../credit/turn-baseline.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2505.15107; Zillwang/StepSearch';
const weight = (standard: number, help: string) => number({ default: standard, min: 0, max: 10, help, source });

const parameters = {
  gainWeight: weight(
    0.6,
    'Weight of how much closer a search came to the supporting passages; the published code has 1.6 by mistake.',
  ),
  redundancyWeight: weight(0.6, 'Weight of the share of passages seen before, which is subtracted.'),
  keyWeight: weight(
    0.618,
    'Weight of the queries’ overlap with the search keys beside the answer’s score; 0 ignores it.',
  ),
  ...turnBaselineParameters,
  ...withDefaults(outcomeParameters, { outcome: 'f1Multiset', formatPenalty: -1 }, source),
  ...objectiveParameters,
};

export const stepSearch: Algorithm<typeof parameters> = {
  name: 'stepSearch',
  title: 'StepSearch',
  help: 'Each search is rewarded for new evidence and charged for passages seen before, the last turn is rewarded for the answer and the queries.',
  source: 'arXiv:2505.15107',
  parameters,
  presets: {
    paper: { aggregation: 'tokenMean' },
    code: { gainWeight: 1.6, redundancyWeight: 1.6, aggregation: 'tokenMean' },
    groupBaseline: { baseline: 'group', aggregation: 'tokenMean' },
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
  problems: (values, { groupSize }) => [
    ...objectiveProblems(values),
    ...turnBaselineProblems(values),
    ...(values.baseline === 'group' ? groupProblems('stepSearch', groupSize) : []),
  ],
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
    return turnCredit(rewards, values);
  },
  tokenCredit: criticCredit,
  objective: (values) => turnObjective(objectiveFrom(values), values),
};
