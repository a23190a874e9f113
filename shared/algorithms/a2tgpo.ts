/** A²TGPO: information gain normalised per turn index, and accumulated so that it does not grow with the turns to come.
 *  Source: arXiv:2605.06200; code CuSO4-Chen/A-TGPO.
 *  Departures: (1) all accepted answers are tried for the outcome; (2) a pool of one value or of equal values gives
 *  exactly 0; (3) an unscored turn has no gain and is not counted; (4) turns are known from sampling, where the code
 *  treats tokens of equal advantage as one turn. */
import { choice, number } from '../config/parameter.ts';
import { clipScale } from '../credit/clip-scale.ts';
import { stdConventions, zScore, zScorePerTurn } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returnsOverSqrt } from '../credit/returns.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2605.06200; CuSO4-Chen/A-TGPO';

const parameters = {
  std: choice({
    default: 'population',
    choices: stdConventions,
    help: 'Standard deviation of the z-scores: population (A²TGPO’s code), sample (verl’s GRPO), sampleTrl (TRL).',
    source,
  }),
  gamma: number({ default: 1, min: 0, max: 1, help: 'Discount of gains from one turn to the next.', source }),
  gainWeight: number({
    default: 0.3,
    min: 0,
    max: 10,
    help: 'Weight of the gains (α) beside the normalised outcome; 0 leaves the outcome alone.',
    source,
  }),
  clipWidth: number({
    default: 0.3,
    min: 0,
    max: 1,
    help: 'How much the clip range of a turn widens or narrows with its normalised gain; 0 gives all turns the same range.',
    source,
  }),
  ...outcomeParameters,
  ...objectiveParameters,
};

export const a2tgpo: Algorithm<typeof parameters> = {
  name: 'a2tgpo',
  title: 'A²TGPO',
  help: 'Every turn gets the outcome’s z-score and the gains from it on, each normalised among the same turn of other rollouts.',
  source: 'arXiv:2605.06200',
  parameters,
  presets: { paper: {} },
  scorers: (values) => ['informationGain', outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('a2tgpo', groupSize)],
  credit: (group, values) => {
    const gains = group.map((rollout) => turnScores(rollout, 'informationGain'));
    const ofGains = zScorePerTurn(gains, values.std);
    const ofOutcome = zScore(
      group.map((rollout) => outcome(rollout, values)),
      values.std,
    );
    return group.map(({ turns }, i) => {
      const reward = ofGains[i].map((z) => z * values.gainWeight);
      const present = gains[i].map((gain) => gain !== null);
      const z = present.map((has, t) => (has ? ofGains[i][t] : null));
      const advantage = returnsOverSqrt(reward, values.gamma, present).map((gain) => gain + ofOutcome[i]);
      reward[turns - 1] += ofOutcome[i];
      return { reward, advantage, ...(values.clipWidth > 0 && { clipScale: clipScale(z, values.clipWidth) }) };
    });
  },
  objective: (values) => ({
    ...objectiveFrom(values),
    ratioOver: 'turn',
    ...(values.clipWidth > 0 && { clipScaled: true as const }),
  }),
};
