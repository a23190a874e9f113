/** The interface of an algorithm: declared parameters, the scores it needs, credit per turn, and an objective. */
import type { RunConfig } from '../config/run-config.ts';
import type { Parameters, Values } from '../config/parameter.ts';
import type { RewardedRollout, TokenCredit } from '../credit/token-credit.ts';
import type { Pair } from '../credit/preference.ts';
import type { TreeSearch } from '../credit/search-tree.ts';
import type { Objective } from '../loss/objective.ts';
import type { ScoredRollout } from '../data/scores.ts';
import type { TurnCredit } from '../record/saved-rollout.ts';

/** The problem of a group of one, for algorithms that compare the rollouts of one question; none for larger groups. */
export const groupProblems = (algorithm: string, groupSize: number): string[] =>
  groupSize < 2
    ? [
        `rollout.groupSize: expected at least 2 for ${algorithm}, got ${groupSize} — it compares rollouts of one question`,
      ]
    : [];

/** What of the config's rollouts bounds what an algorithm can do. */
export type RolloutLimits = Pick<RunConfig['rollout'], 'groupSize' | 'maxTokens'>;

/** What one rollout's turns earned, and what the update reads besides. */
export interface Credit extends TurnCredit {
  /** [K] factor of the clip range of the turn's tokens. Present where the objective has `clipScaled`. */
  readonly clipScale?: Float64Array;
}

export interface Algorithm<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Paper with version and equations. */
  readonly source: string;
  readonly parameters: P;
  /** Named settings of the parameters, e.g. one per published version. */
  readonly presets: Readonly<Record<string, Partial<Values<P>>>>;
  /** Grows the rollouts of one question as branches of a tree. Optional: without it each rollout is sampled on its
   *  own. */
  search?(values: Values<P>): TreeSearch;
  /** Catalogue names of the scorers it reads, given its parameters. */
  scorers(values: Values<P>): readonly string[];
  /** Contradictory or ignored options, each as a sentence; empty if there are none. */
  problems?(values: Values<P>, rollout: RolloutLimits): readonly string[];
  /** Credit for every rollout of one group, in the group's order. */
  credit(group: readonly ScoredRollout[], values: Values<P>): Credit[];
  /** A second pass that compares all groups of a step: credit of every rollout from what `credit` gave it, in the same
   *  order. */
  batchCredit?(batch: readonly ScoredRollout[], credits: readonly Credit[], values: Values<P>): Credit[];
  /** Most times that a step draws its questions until as many groups have a signal; the other groups are dropped.
   *  Optional: without it once, and no group is dropped. */
  mostDraws?(values: Values<P>): number;
  /** A last pass that credits single tokens, over all rollouts of a step; null where tokens of a turn are equal under
   *  these values. The turns' advantages are then the means over their tokens. */
  tokenCredit?(batch: readonly RewardedRollout[], values: Values<P>): TokenCredit[] | null;
  /** The pairs of actions of one group, if the objective is a preference. The turns' advantages are then those that the
   *  pairs give at the reference policy. */
  pairs?(group: readonly ScoredRollout[], values: Values<P>): Pair[];
  /** Values that change for the next step, from the rollouts of this one; saved with the run's state. */
  adapt?(batch: readonly ScoredRollout[], values: Values<P>): Partial<Values<P>>;
  /** Metrics of values that `adapt` moves, as this step used them. */
  metrics?(values: Values<P>): Readonly<Record<string, number>>;
  /** Steps after which the teacher is taken anew from the policy. Optional, and with 0: it stays the reference
   *  policy. */
  teacherEvery?(values: Values<P>): number;
  /** Values that follow a schedule. progress: share of the run's steps that are done after this one, in (0, 1]. */
  planned?(values: Values<P>, progress: number): Partial<Values<P>>;
  objective(values: Values<P>): Objective;
}

/** Whether the algorithm has a critic under these values. */
export const hasCritic = <P extends Parameters>(algorithm: Algorithm<P>, values: Values<P>): boolean =>
  algorithm.objective(values).critic !== undefined;
