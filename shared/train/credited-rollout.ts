/** A rollout whose turns have earned their credit, while a step works on it: what is saved of it, and what the update reads besides. */
import type { TokenCredit } from '../credit/token-credit.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';

export interface CreditedRollout extends SavedRollout {
  readonly rollout: WorkingRollout;
  /** [K] factor of each turn's clip range. Present where turns have clip ranges of their own. */
  readonly clipScale?: Float64Array;
  /** Present where tokens of a turn are credited differently: `advantage` is then the mean over each turn's tokens. */
  readonly tokenCredit?: TokenCredit;
}
