/** A rollout whose turns have earned their credit, while a step works on it: what is saved of it, and what the update
 *  reads besides. */
import type { Credit } from '../algorithms/algorithm.ts';
import type { TokenCredit } from '../credit/token-credit.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';

export interface CreditedRollout extends SavedRollout {
  readonly rollout: WorkingRollout;
  readonly credit: Credit;
  /** Present where tokens of a turn are credited differently: the turn's advantage is then their mean. */
  readonly tokenCredit?: TokenCredit;
}
