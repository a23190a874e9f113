/** The search tree of one question, as its nodes. */
import type { SavedRollout } from './saved-rollout.ts';

export interface RolloutTreeNode {
  /** Index of the node before, which comes earlier in the list; null for the root, the question. */
  readonly parent: number | null;
  /** Actions from the root. */
  readonly depth: number;
  /** Of the action; null for the root. */
  readonly turn: number | null;
  /** `none` where a message is no action. */
  readonly action: 'question' | 'evidence' | 'query' | 'answer' | 'none';
  /** The question, the thought, the query or the answer; '' where a message is no action. */
  readonly text: string;
  /** Rollouts through it. */
  readonly visits: number;
  /** Mean over them of their total reward; null where one has no credit. */
  readonly value: number | null;
  /** Whether the query found a supporting passage; null without a search, or where the data does not say. */
  readonly found: boolean | null;
  /** Members that end here, ascending. */
  readonly ends: readonly number[];
  /** The lowest member that passes through it. Nodes with a higher one grew later. */
  readonly first: number;
}

/** Whether the rollouts grew as one tree. */
export const isTree = (group: readonly SavedRollout[]): boolean =>
  group.some(({ rollout }) => rollout.grownFrom !== undefined);
