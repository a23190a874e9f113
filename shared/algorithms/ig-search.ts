/** IG-Search: the outcome normalised within the group, and for each search how much more its passages support the
 *  ground truth than random ones. Source: arXiv:2604.15148, known to us from notes.
 *  Departures: (1) the gain goes to all tokens of the message that searched, in the paper to those of the query alone;
 *  (2) a pool of equal outcomes gives exactly 0; (3) the rollouts of a group draw the same random passages for as long
 *  as they find the same. */
import { choice, number, withDefaults } from '../config/parameter.ts';
import { stdConventions, zScore } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  gainWeight: number({
    default: 0.3,
    min: 0,
    max: 10,
    help: 'Weight of the gain (α), in nats divided by the tokens of the message; 0 leaves the outcome alone.',
    source: 'arXiv:2604.15148',
  }),
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the outcome’s z-score: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
  }),
  ...withDefaults(outcomeParameters, { outcome: 'em', formatPenalty: 0 }, 'Search-R1, arXiv:2503.09516'),
  ...objectiveParameters,
};

export const igSearch: Algorithm<typeof parameters> = {
  name: 'igSearch',
  title: 'IG-Search',
  help: 'All turns get the outcome’s z-score, a search also how much more its passages raise the belief than random ones.',
  source: 'arXiv:2604.15148',
  parameters,
  presets: { paper: {} },
  scorers: (values) => ['evidenceContrast', 'writtenTokens', outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('igSearch', groupSize)],
  credit: (group, values) => {
    const ofOutcome = zScore(
      group.map((rollout) => outcome(rollout, values)),
      values.std,
    );
    return group.map((rollout, i) => {
      const tokens = turnScores(rollout, 'writtenTokens');
      const gains = turnScores(rollout, 'evidenceContrast');
      const perToken = Float64Array.from(
        gains,
        (gain, t) => (values.gainWeight * (gain ?? 0)) / Math.max(1, tokens[t] ?? 1),
      );
      const reward = Float64Array.from(gains, (gain) => values.gainWeight * (gain ?? 0));
      reward[rollout.turns - 1] += ofOutcome[i];
      return { reward, advantage: perToken.map((gain) => ofOutcome[i] + gain) };
    });
  },
  objective: objectiveFrom,
};
