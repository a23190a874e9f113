/** IGPO: turn-level credit from information gain. Source: arXiv:2510.14967v2 Eq. 2–7; code GuoqingWang1/IGPO at
 *  49a8c4e.
 *  Departures: (1) all accepted answers are tried for the outcome, the official training code tries the first; (2) a
 *  gain of exactly 0 is a value unless `zeroGain` is `drop`; (3) weights act after normalising; the official ones act
 *  before, where they cancel; (4) a pool of one value or of equal values gives exactly 0; (5) an unscored turn earns 0
 *  and leaves the pool; (6) in DR-Venus only turns that open a page have gains, here if `gainTurns` is `newPassages`
 *  those that found a new passage. */
import { boolean, choice, number, type Values } from '../config/parameter.ts';
import { curriculum } from '../credit/curriculum.ts';
import { unreadProblems } from '../config/unread.ts';
import { gainTurnParameters, gainTurnScorers, pooledGains, type PooledGains } from '../credit/gain-turns.ts';
import { normModes, outcomeScale, poolings } from '../credit/pooling.ts';
import { stdConventions } from '../credit/normalise.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer } from '../credit/outcome.ts';
import { positionalCredit } from '../credit/positional.ts';
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
    help: 'Which numbers share a z-score. separate: gains in one pool, outcomes in another. joint: one pool. pooledZeros: two, with 0 for turns without one. turnGroup: gains per turn index. scaledSeparate: separate, gains scaled to the size of outcomes. rawGain: separate, the gains’ mean kept. positional: no z-score, tokens compared at the same position.',
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
    help: 'The gains from a turn on are added, or added and divided by the root of their number.',
    source: 'arXiv:2510.14967v2; sumOverSqrt is arXiv:2605.06200',
  }),
  gainWeight: number({
    default: 1,
    min: 0,
    max: 10,
    help: 'Weight of the normalised gains beside the normalised outcome; 0 leaves the outcome alone.',
    source: 'arXiv:2510.14967v2 Eq. 5 has no weight, which is 1',
  }),
  outcomeWeight: number({
    default: 1,
    min: 0,
    max: 10,
    help: 'Weight of the normalised outcome beside the gains; 0 leaves the gains alone.',
    source: 'arXiv:2510.14967v2 Eq. 5 has no weight, which is 1; table 3 has gains alone',
  }),
  curriculum: boolean({
    default: false,
    help: 'Move both weights linearly over the run: the outcome’s from half of its value to all of it, the gain’s from all to half.',
    source: 'GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at 49a8c4e, off by default',
  }),
  ...gainTurnParameters,
  ...outcomeParameters,
  ...objectiveParameters,
};

type IgpoValues = Values<typeof parameters>;

const gainScorer = (values: IgpoValues): string =>
  values.beliefForm === 'prob' ? 'informationGainProb' : 'informationGain';

/** Whether gains are scaled over all groups of the step, so that weights apply in `batchCredit`. */
const scaledLater = ({ normMode, gainWeight }: IgpoValues): boolean => normMode === 'scaledSeparate' && gainWeight > 0;

/** Weighted rewards and their returns. gain, outcome: [K] normalised, 0 where a turn has none. */
function creditFrom(
  gain: Float64Array,
  outcome: Float64Array,
  { gains, merged }: PooledGains,
  { accumulate, gamma, normMode, gainWeight, outcomeWeight }: IgpoValues,
): Credit {
  const present = gains.map((one) => one !== null);
  const ofGain = gain.map((one) => gainWeight * one);
  const ofOutcome = outcome.map((one) => outcomeWeight * one);
  const fromGains = accumulate === 'sum' ? returns(ofGain, gamma, merged) : returnsOverSqrt(ofGain, gamma, present);
  const fromOutcome = returns(ofOutcome, normMode === 'rawGain' ? 1 : gamma, merged);
  return {
    reward: ofGain.map((one, t) => one + ofOutcome[t]),
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
    gainsOnly: { outcomeWeight: 0 },
    v0: { beliefForm: 'prob', normMode: 'positional', aggregation: 'tokenMean' },
    february2026: { zeroGain: 'drop', aggregation: 'tokenMean' },
    curriculum: { curriculum: true, aggregation: 'tokenMean' },
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

  problems: (values, { groupSize }) => {
    const { zeroGain, normMode, accumulate, gainTurns, gamma, gainWeight, outcomeWeight } = values;
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
    if (normMode === 'positional') {
      if (gamma !== 1)
        problems.push(`algorithm.gamma: expected 1 with normMode positional, got ${gamma} — its code has no discount`);
      problems.push(
        ...unreadProblems(parameters, values, ['std', 'accumulate', 'zeroGain'], `with normMode ${normMode}`),
      );
    }
    if (gainWeight === 0 && outcomeWeight === 0)
      problems.push(
        'algorithm.outcomeWeight: expected more than 0 without gainWeight, got 0 — nothing is left to learn from',
      );
    return problems;
  },

  credit: (group, values) => {
    const pooled = group.map((rollout) => pooledGains(rollout, gainScorer(values), values));
    const outcomes = group.map((rollout) => onLastTurn(rollout.turns, outcome(rollout, values)));
    const normalised = poolings[values.normMode](
      pooled.map(({ gains }) => gains),
      outcomes,
      values.std,
    );
    const weights = scaledLater(values) ? { gainWeight: 1, outcomeWeight: 1 } : values;
    return pooled.map((own, i) =>
      creditFrom(normalised.gain[i], normalised.outcome[i], own, { ...values, ...weights }),
    );
  },

  batchCredit: (batch, credits, values) => {
    if (!scaledLater(values)) return [...credits];
    const parts = batch.map((rollout, i) => {
      const own = pooledGains(rollout, gainScorer(values), values);
      const { reward } = credits[i];
      const gain = reward.map((one, t) => (own.gains[t] === null ? 0 : one));
      return { own, gain, outcome: reward.map((one, t) => (t === rollout.turns - 1 ? one : 0)) };
    });
    const scale = outcomeScale(
      parts.flatMap(({ own, gain }) => [...gain].filter((_, t) => own.gains[t] !== null)),
      parts.map(({ outcome }) => outcome[outcome.length - 1]),
    );
    return parts.map(({ own, gain, outcome }) =>
      creditFrom(gain, outcome, own, { ...values, gainWeight: scale * values.gainWeight }),
    );
  },

  tokenCredit: (batch, { normMode }) => (normMode === 'positional' ? positionalCredit(batch) : null),

  planned: (values, progress) => {
    if (!values.curriculum) return {};
    const { gain, outcome } = curriculum(progress);
    return { gainWeight: gain * values.gainWeight, outcomeWeight: outcome * values.outcomeWeight };
  },

  objective: objectiveFrom,
};
