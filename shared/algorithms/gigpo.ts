/** GiGPO: the outcome normalised within the group, and the return within each state that several rollouts reach.
 *  Source: arXiv:2505.10978.
 *  Departures: (1) a state is what the environment said last, the prompt included, compared exactly; (2) a pool of one
 *  value or of equal values gives exactly 0. */
import { choice, number } from '../config/parameter.ts';
import { stdConventions, zScore, zScoreWithin } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returns } from '../credit/returns.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of both z-scores: sample (GiGPO’s code), population (IGPO’s code), sampleTrl (TRL).',
    source: 'arXiv:2505.10978, code (divisor + 1e-6)',
  }),
  gamma: number({
    default: 0.95,
    min: 0,
    max: 1,
    help: 'Discount of the outcome from one turn back to the one before it.',
    source: 'arXiv:2505.10978',
  }),
  stepWeight: number({
    default: 1,
    min: 0,
    max: 10,
    help: 'Weight of the comparison within states (ω) beside that of whole rollouts; 0 leaves the outcome alone.',
    source: 'arXiv:2505.10978 (ω = 1)',
  }),
  ...outcomeParameters,
  ...objectiveParameters,
};

export const gigpo: Algorithm<typeof parameters> = {
  name: 'gigpo',
  title: 'GiGPO',
  help: 'Rollouts are compared by their outcomes, and turns of different rollouts that start from the same state by their returns.',
  source: 'arXiv:2505.10978',
  parameters,
  presets: { paper: {}, firstCode: { stepWeight: 0.8 } },
  scorers: (values) => ['observation', outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('gigpo', groupSize)],
  credit: (group, values) => {
    const outcomes = group.map((rollout) => outcome(rollout, values));
    const rewards = group.map(({ turns }, i) => Float64Array.from(onLastTurn(turns, outcomes[i]), (r) => r ?? 0));
    const states = group.map((rollout) => turnScores(rollout, 'observation'));
    const ofRollout = zScore(outcomes, values.std);
    const ofStep = zScoreWithin(
      rewards.map((reward) => [...returns(reward, values.gamma)]),
      (i, t) => states[i][t],
      values.std,
    );
    return rewards.map((reward, i) => ({
      reward,
      advantage: ofStep[i].map((step) => ofRollout[i] + values.stepWeight * step),
    }));
  },
  objective: objectiveFrom,
};
