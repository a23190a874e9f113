/** IGPO: turn-level credit from information gain. Source: arXiv:2510.14967v2 Eq. 2–7; code GuoqingWang1/IGPO at 49a8c4e.
 *  Departures: (1) all accepted answers are tried for the outcome, the official training code tries the first; (2) a gain of exactly 0 is
 *  a value unless `zeroGain` is `drop`; (3) `gainWeight` acts after normalising, where the official weights cancel; (4) a pool of one
 *  value or of equal values gives exactly 0; (5) an unscored turn earns 0 and leaves the pool. */
import { choice, number, type Values } from '../config/parameter.ts';
import { poolings, normModes } from '../credit/pooling.ts';
import { stdConventions, type TurnRows } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returns, returnsOverSqrt } from '../credit/returns.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  beliefForm: choice({
    default: 'logProb',
    choices: ['logProb', 'prob'],
    help: 'Gain as a difference of mean log-probs (nats) or of probabilities.',
    source: 'arXiv:2510.14967v2; prob is v1',
  }),
  normMode: choice({
    default: 'separate',
    choices: normModes,
    help: 'Which numbers share a z-score: gains and outcomes apart, jointly, apart with zeros for empty turns, or gains per turn index.',
    source: 'arXiv:2510.14967v2 Eq. 5',
  }),
  std: choice({
    default: 'population',
    choices: stdConventions,
    help: 'Standard deviation of the z-score: population (IGPO’s code), sample (verl’s GRPO), sampleTrl (TRL).',
    source: 'GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at 49a8c4e',
  }),
  gamma: number({
    default: 1,
    min: 0,
    max: 1,
    help: 'Discount from one turn to the next.',
    source: 'arXiv:2510.14967v2 table 4',
  }),
  accumulate: choice({
    default: 'sum',
    choices: ['sum', 'sumOverSqrt'],
    help: 'Gains to come are added, or added and divided by the root of their number.',
    source: 'arXiv:2510.14967v2; sumOverSqrt is arXiv:2605.06200',
  }),
  gainWeight: number({
    default: 1,
    min: 0,
    max: 10,
    help: 'Weight of the normalised gains beside the normalised outcome; 0 leaves the outcome alone.',
    source: 'arXiv:2510.14967v2 Eq. 5 has no weight, which is 1',
  }),
  zeroGain: choice({
    default: 'keep',
    choices: ['keep', 'drop'],
    help: 'A gain of exactly 0 is a value, or is dropped and its turn merged with the next.',
    source: 'drop is GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at 49a8c4e',
  }),
  ...outcomeParameters,
  ...objectiveParameters,
};

const gainScorer = (values: Values<typeof parameters>): string =>
  values.beliefForm === 'prob' ? 'informationGainProb' : 'informationGain';

export const igpo: Algorithm<typeof parameters> = {
  name: 'igpo',
  title: 'IGPO',
  help: 'Each turn is rewarded with how much it raised the policy’s belief in the ground truth, the last one with the outcome.',
  source: 'arXiv:2510.14967v2 Eq. 2–7',
  parameters,
  presets: {
    paper: {},
    v1: { beliefForm: 'prob', normMode: 'joint' },
    february2026: { zeroGain: 'drop', aggregation: 'tokenMean' },
    fireworks: {
      normMode: 'pooledZeros',
      gamma: 0.95,
      outcome: 'f1Multiset',
      formatPenalty: 0,
      dualClip: 0,
      klCoefficient: 0,
      entropyCoefficient: 0,
      aggregation: 'tokenMean',
    },
  },

  scorers: (values) => [gainScorer(values), outcomeScorer(values)],

  problems: (values, groupSize) => {
    const problems = [...objectiveProblems(values), ...groupProblems('igpo', groupSize)];
    if (values.zeroGain === 'drop' && values.normMode === 'pooledZeros')
      problems.push('algorithm.zeroGain: drop contradicts normMode pooledZeros, which pools zeros — use keep');
    if (values.accumulate === 'sumOverSqrt' && (values.zeroGain === 'drop' || values.normMode === 'pooledZeros'))
      problems.push(
        'algorithm.accumulate: sumOverSqrt needs one gain per turn — use zeroGain keep and another normMode than pooledZeros',
      );
    return problems;
  },

  credit: (group, values) => {
    const scored = group.map((rollout) => turnScores(rollout, gainScorer(values)));
    const dropped = scored.map((row) => row.map((gain) => values.zeroGain === 'drop' && gain === 0));
    const gains: TurnRows = scored.map((row, i) => row.map((gain, t) => (dropped[i][t] ? null : gain)));
    const outcomes = group.map((rollout) => onLastTurn(rollout.turns, outcome(rollout, values)));
    const normalised = poolings[values.normMode](gains, outcomes, values.std);

    return group.map((_, i) => {
      const outcomeReward = normalised.outcome[i];
      const gainReward = normalised.gain[i].map((gain) => gain * values.gainWeight);
      const fromOutcome = returns(outcomeReward, values.gamma, dropped[i]);
      const fromGains =
        values.accumulate === 'sum'
          ? returns(gainReward, values.gamma, dropped[i])
          : returnsOverSqrt(
              gainReward,
              values.gamma,
              gains[i].map((gain) => gain !== null),
            );
      return {
        reward: gainReward.map((gain, t) => gain + outcomeReward[t]),
        advantage: fromGains.map((gain, t) => gain + fromOutcome[t]),
      };
    });
  },

  objective: objectiveFrom,
};
