/** IGPO: turn-level credit from information gain. Source: arXiv:2510.14967v2 Eq. 2–7; code GuoqingWang1/IGPO at 49a8c4e.
 *  Departures: (1) all accepted answers are tried for the outcome, the official training code tries the first; (2) a gain of exactly 0 is
 *  a value unless `zeroGain` is `drop`; (3) `gainWeight` acts after normalising, where the official weights cancel; (4) a pool of one
 *  value or of equal values gives exactly 0; (5) an unscored turn earns 0 and leaves the pool; (6) in DR-Venus only turns that open a page have
 *  gains, here on wish those that found something new. */
import { choice, number, type Values } from '../config/parameter.ts';
import { gainTurnParameters, gainTurnScorers, pooledGains, type PooledGains } from '../credit/gain-turns.ts';
import { normModes, outcomeScale, poolings } from '../credit/pooling.ts';
import { stdConventions } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { returns, returnsOverSqrt } from '../credit/returns.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm, Credit } from './algorithm.ts';

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
    help: 'Which numbers share a z-score: gains and outcomes apart, jointly, apart with zeros for empty turns, gains per turn index, apart with gains as large as outcomes, or gains with their mean kept.',
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
  ...gainTurnParameters,
  ...outcomeParameters,
  ...objectiveParameters,
};

type IgpoValues = Values<typeof parameters>;

const gainScorer = (values: IgpoValues): string =>
  values.beliefForm === 'prob' ? 'informationGainProb' : 'informationGain';

/** What follows each turn. gain, outcome: [K], 0 where a turn has none. */
function creditFrom(
  gain: Float64Array,
  outcome: Float64Array,
  { gains, merged }: PooledGains,
  { accumulate, gamma, normMode }: IgpoValues,
): Credit {
  const present = gains.map((one) => one !== null);
  const fromGains = accumulate === 'sum' ? returns(gain, gamma, merged) : returnsOverSqrt(gain, gamma, present);
  const fromOutcome = returns(outcome, normMode === 'rawGain' ? 1 : gamma, merged);
  return {
    reward: gain.map((one, t) => one + outcome[t]),
    advantage: fromGains.map((one, t) => one + fromOutcome[t]),
  };
}

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
    drVenus: {
      normMode: 'scaledSeparate',
      gamma: 0.95,
      gainTurns: 'newPassages',
      malformedGain: -1,
      outcome: 'f1Multiset',
    },
    drVenusRaw: {
      normMode: 'rawGain',
      gamma: 0,
      gainTurns: 'newPassages',
      malformedGain: -1,
      outcome: 'f1Multiset',
    },
  },

  scorers: (values) => [gainScorer(values), ...gainTurnScorers(values), outcomeScorer(values)],

  problems: (values, groupSize) => {
    const { zeroGain, normMode, accumulate, gainTurns, gamma } = values;
    const merges = zeroGain === 'drop' ? 'zeroGain drop' : gainTurns === 'newPassages' ? 'gainTurns newPassages' : null;
    const problems = [...objectiveProblems(values), ...groupProblems('igpo', groupSize)];
    if (zeroGain === 'drop' && normMode === 'pooledZeros')
      problems.push('algorithm.zeroGain: drop contradicts normMode pooledZeros, which pools zeros — use keep');
    if (gainTurns === 'newPassages' && normMode === 'pooledZeros')
      problems.push('algorithm.gainTurns: newPassages contradicts normMode pooledZeros, which pools zeros — use all');
    if (accumulate === 'sumOverSqrt' && (merges !== null || normMode === 'pooledZeros' || normMode === 'rawGain'))
      problems.push(
        `algorithm.accumulate: sumOverSqrt needs one gain per turn and all that follow it, got ${merges ?? `normMode ${normMode}`} — use sum`,
      );
    if (normMode === 'rawGain' && gamma !== 0)
      problems.push(
        `algorithm.gamma: expected 0 with normMode rawGain, got ${gamma} — a turn gets its own gain and the outcome`,
      );
    return problems;
  },

  credit: (group, values) => {
    const pooled = group.map((rollout) => pooledGains(rollout, gainScorer(values), values));
    const outcomes = group.map((rollout) => onLastTurn(rollout.turns, outcome(rollout, values)));
    const { gain, outcome: ofOutcome } = poolings[values.normMode](
      pooled.map(({ gains }) => gains),
      outcomes,
      values.std,
    );
    return pooled.map((own, i) => {
      const weighted = gain[i].map((one) => one * values.gainWeight);
      return creditFrom(weighted, ofOutcome[i], own, values);
    });
  },

  batchCredit: (batch, credits, values) => {
    const { normMode, gainWeight } = values;
    if (normMode !== 'scaledSeparate' || gainWeight === 0) return [...credits];
    const parts = batch.map((rollout, i) => {
      const own = pooledGains(rollout, gainScorer(values), values);
      const { reward } = credits[i];
      const gain = reward.map((one, t) => (own.gains[t] === null ? 0 : one));
      return { own, gain, outcome: reward.map((one, t) => (t === rollout.turns - 1 ? one : 0)) };
    });
    const scale = outcomeScale(
      parts
        .flatMap(({ own, gain }) => [...gain].filter((_, t) => own.gains[t] !== null))
        .map((one) => one / gainWeight),
      parts.map(({ outcome }) => outcome[outcome.length - 1]),
    );
    return parts.map(({ own, gain, outcome }) =>
      creditFrom(
        gain.map((one) => scale * one),
        outcome,
        own,
        values,
      ),
    );
  },

  objective: objectiveFrom,
};
