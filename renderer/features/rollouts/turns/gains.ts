/** Information gain of the turns as it is shown: in nats, or as a difference of probabilities if only that was
 *  scored. */
import { signed } from '../../../../shared/statistics/format.ts';
import type { TurnScores } from '../../../../shared/data/scores.ts';
import type { SavedRollout } from '../../../../shared/record/saved-rollout.ts';

export interface Gains {
  /** [K] */
  readonly values: TurnScores;
  /** `probability`: a difference of probabilities, as in the first version of the paper. */
  readonly form: 'nats' | 'probability';
}

/** Every turn is null if neither form was scored. */
export function gainsOf({ scores, rollout }: Pick<SavedRollout, 'scores' | 'rollout'>): Gains {
  const { informationGain, informationGainProb } = scores.turnScores;
  if (informationGain === undefined && informationGainProb !== undefined)
    return { values: informationGainProb, form: 'probability' };
  return { values: informationGain ?? rollout.turns.map(() => null), form: 'nats' };
}

/** A value and its unit, shown apart: `+1.55` nats, `+31` percentage points. */
export const gainText = (value: number, form: Gains['form']): readonly [value: string, unit: string] =>
  form === 'nats' ? [signed(value), 'nats'] : [signed(100 * value, Math.abs(value) < 0.1 ? 1 : 0), 'pp'];
