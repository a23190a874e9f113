/** Which turns have a gain, and which merge with the next one. */
import { choice, number, type Values } from '../config/parameter.ts';
import type { ScoredRollout } from '../data/scores.ts';
import { turnScores } from './outcome.ts';

export const gainTurnParameters = {
  gainTurns: choice({
    default: 'all',
    choices: ['all', 'newPassages'],
    help: 'Turns that get a gain: all but the last, or only those of them that found a new passage; the others merge with the next turn.',
    source: 'newPassages: after inclusionAI/DR-Venus, where only turns that open a page have gains',
  }),
  malformedGain: number({
    default: 0,
    min: -10,
    max: 0,
    help: 'Gain of a turn with a malformed message; 0 keeps the measured gain.',
    source: 'inclusionAI/DR-Venus, −1',
  }),
  zeroGain: choice({
    default: 'keep',
    choices: ['keep', 'drop'],
    help: 'Keep a gain of exactly 0 as a value, or drop it and merge its turn with the next.',
    source: 'drop is GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at 49a8c4e',
  }),
};
type GainTurnValues = Values<typeof gainTurnParameters>;

/** The scorers that these parameters read. */
export const gainTurnScorers = (values: GainTurnValues): string[] => [
  ...(values.malformedGain < 0 ? ['turnFormat'] : []),
  ...(values.gainTurns === 'newPassages' ? ['redundancy', 'searchSucceeded'] : []),
];

/** One rollout's gains as they are pooled, null where a turn has none, and the turns that merge with the next one. */
export interface PooledGains {
  readonly gains: readonly (number | null)[];
  readonly merged: readonly boolean[];
}

/** A rollout's gains under these parameters. scorer: the one that measures gains. Throws TypeError if a score is
 *  missing. */
export function pooledGains(rollout: ScoredRollout, scorer: string, values: GainTurnValues): PooledGains {
  const read = (name: string, wanted: boolean) => (wanted ? turnScores(rollout, name) : null);
  const format = read('turnFormat', values.malformedGain < 0);
  const repeated = read('redundancy', values.gainTurns === 'newPassages');
  const found = read('searchSucceeded', values.gainTurns === 'newPassages');
  const malformed = (t: number) => format?.[t] === 0 && t < rollout.turns - 1;
  const nothingNew = (t: number) => found !== null && (found[t] !== 1 || repeated?.[t] === 1);

  const gains = turnScores(rollout, scorer).map((gain, t) => (malformed(t) ? values.malformedGain : gain));
  const merged = gains.map(
    (gain, t) => gain !== null && !malformed(t) && ((values.zeroGain === 'drop' && gain === 0) || nothingNew(t)),
  );
  return { gains: gains.map((gain, t) => (merged[t] ? null : gain)), merged };
}
