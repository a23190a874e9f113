/** When a run no longer improves. */
import { anyObject, count, fields, finite, orNull } from '../util/parser.ts';
import type { Json } from '../util/json.ts';

/** Stored in checkpoints as it is: a type that JSON can hold, which an interface is not to the compiler. */
export type EarlyStop = {
  /** Best value so far, higher is better; null before the first evaluation. */
  readonly best: number | null;
  /** Step of the best value; the first one that reached it. */
  readonly bestStep: number;
  /** Evaluations since then. */
  readonly since: number;
};

export const noEvaluation: EarlyStop = { best: null, bestStep: 0, since: 0 };

/** The state after one more evaluation. A value equal to the best is no improvement. */
export const observe = (state: EarlyStop, value: number, step: number): EarlyStop =>
  state.best === null || value > state.best
    ? { best: value, bestStep: step, since: 0 }
    : { ...state, since: state.since + 1 };

/** Whether `patience` evaluations in a row brought no improvement; never with patience 0. */
export const outOfPatience = ({ since }: EarlyStop, patience: number): boolean => patience > 0 && since >= patience;

/** The state that a checkpoint holds. Throws TypeError naming `where`. */
export function parseEarlyStop(stored: Json, where: string): EarlyStop {
  const read = fields(anyObject(stored, where), where);
  return {
    best: read('best', orNull(finite)),
    bestStep: read('bestStep', count),
    since: read('since', count),
  };
}
