/** What an algorithm is to everything but itself: declared parameters, the scores it needs, credit per turn, and an objective. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { RewardedRollout, TokenCredit } from '../credit/token-credit.ts';
import type { Pair } from '../credit/preference.ts';
import type { TreeSearch } from '../credit/search-tree.ts';
import type { Objective } from '../loss/objective.ts';
import type { ScoredRollout } from '../data/scores.ts';
import type { TurnCredit } from '../record/saved-rollout.ts';

/** The sentence against groups of one, for algorithms that compare the rollouts of one question; none where there are more. */
export const groupProblems = (algorithm: string, groupSize: number): string[] =>
  groupSize < 2
    ? [
        `rollout.groupSize: expected at least 2 for ${algorithm}, got ${groupSize} — it compares rollouts of one question`,
      ]
    : [];

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
  /** How the rollouts of one question come about: as branches of a tree that grows where it looks promising; left out: each on its own. */
  search?(values: Values<P>): TreeSearch;
  /** Catalogue names of the scorers it reads, given its parameters. */
  scorers(values: Values<P>): readonly string[];
  /** Contradictory or ignored options, each as a sentence; empty when all is well. */
  problems?(values: Values<P>, groupSize: number): readonly string[];
  /** Credit for every rollout of one group, in the group's order. */
  credit(group: readonly ScoredRollout[], values: Values<P>): Credit[];
  /** A second pass for what is compared over all groups of a step: credit of every rollout from what `credit` gave it, in the same order. */
  batchCredit?(batch: readonly ScoredRollout[], credits: readonly Credit[], values: Values<P>): Credit[];
  /** Most times that a step draws its questions until that many groups have a signal, the others being dropped; left out: once. */
  mostDraws?(values: Values<P>): number;
  /** A last pass for what differs from token to token within a turn, over all rollouts of a step; null where nothing does under these values.
   *  The turns' advantages are then the means over their tokens. */
  tokenCredit?(batch: readonly RewardedRollout[], values: Values<P>): TokenCredit[] | null;
  /** What it compares, where its objective is a preference: the actions of one group in pairs. The turns' advantages are then those that
   *  the pairs give at the reference policy. */
  pairs?(group: readonly ScoredRollout[], values: Values<P>): Pair[];
  /** Values that the next step has other than this one, from the rollouts of this step; saved with the run's state. */
  adapt?(batch: readonly ScoredRollout[], values: Values<P>): Partial<Values<P>>;
  /** Metrics of values that `adapt` moves, as this step used them. */
  metrics?(values: Values<P>): Readonly<Record<string, number>>;
  /** Steps after which the teacher is taken anew from the policy. Optional, and with 0: it stays the reference policy. */
  teacherEvery?(values: Values<P>): number;
  /** Values that change by plan while a run trains. progress: share of the run's steps that are done after this one, in (0, 1]. */
  planned?(values: Values<P>, progress: number): Partial<Values<P>>;
  objective(values: Values<P>): Objective;
}

/** Whether it learns a critic under these values. */
export const hasCritic = <P extends Parameters>(algorithm: Algorithm<P>, values: Values<P>): boolean =>
  algorithm.objective(values).critic !== undefined;
