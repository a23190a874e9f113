/** What the window receives of rollouts: lists as columns, and one rollout in full. */
import type { StopReason } from '../record/rollout.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';

export const rolloutSets = ['training', 'evaluation'] as const;
export type RolloutSet = (typeof rolloutSets)[number];

/** Where a rollout is saved: run, step, set, and position in the chunk. */
export interface RolloutAddress {
  readonly run: string;
  readonly step: number;
  readonly set: RolloutSet;
  readonly n: number;
}

/** A filtered list as columns of equal length; row i is column[i] of each. */
export interface RolloutColumns {
  /** How many pass the filter. The columns hold at most the limit, plus the rest of their groups if `wholeGroups`. */
  readonly total: number;
  /** Index into the runs that were asked for. */
  readonly run: Uint16Array;
  readonly step: Uint32Array;
  readonly set: Uint8Array;
  readonly n: Uint32Array;
  /** Number of its group among those of its run, step and set. */
  readonly group: Uint32Array;
  readonly member: Uint32Array;
  /** Index into `questions`. */
  readonly question: Uint32Array;
  /** NaN without credit. */
  readonly reward: Float32Array;
  /** NaN where it was not scored. */
  readonly answerF1: Float32Array;
  readonly exactMatch: Float32Array;
  readonly turns: Uint16Array;
  readonly tokens: Uint32Array;
  /** Index into `stopReasons`. */
  readonly stopReason: Uint8Array;
  readonly stopReasons: readonly StopReason[];
  readonly questions: readonly { readonly id: string; readonly text: string }[];
}

/** One rollout and the text of its tokens. */
export interface RolloutView {
  readonly address: RolloutAddress;
  readonly saved: SavedRollout;
  /** Distinct token texts; `tokenText` of position t is `vocabulary[words[t]]`. */
  readonly vocabulary: readonly string[];
  readonly words: Uint32Array;
  /** Why tokens are shown as ids, `‹17›`, as a sentence; null where their text is known. */
  readonly tokenProblem: string | null;
}

/** One rollout of a group, as its group is shown. */
export interface GroupMember {
  readonly address: RolloutAddress;
  readonly member: number;
  /** Null without credit. */
  readonly reward: number | null;
  readonly exactMatch: number | null;
  readonly answerF1: number | null;
  readonly answer: string | null;
  readonly stopReason: StopReason;
  /** [K] information gain in nats, or as a difference of probabilities where the run has that form; null for a turn
   *  without one. */
  readonly gains: readonly (number | null)[];
  /** [K] null without credit. */
  readonly advantages: readonly (number | null)[];
}
