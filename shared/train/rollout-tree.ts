/** The saved rollouts of a question as the tree that they are: what is shown of it. */
import { searchTree } from '../credit/search-tree.ts';
import { environmentFailed } from '../rollout/rollout.ts';
import { decision } from '../scorers/decision.ts';
import { sum } from '../util/math.ts';
import type { StoredRollout } from './stored-rollout.ts';

export interface RolloutTreeNode {
  /** Index of the node before, which comes earlier in the list; null for the root, the question. */
  readonly parent: number | null;
  /** Turns from the root. */
  readonly depth: number;
  /** What the turn did, `none` where its message is no action; null for the root. */
  readonly action: 'query' | 'answer' | 'none' | null;
  /** The query, the answer or the question; what the message says to nobody is ''. */
  readonly text: string;
  /** Rollouts through it. */
  readonly visits: number;
  /** Mean over them of their total reward. */
  readonly value: number;
  /** Sum over them of the turn's advantage; 0 for the root. */
  readonly advantage: number;
  /** Whether the query brought a supporting passage; null where nothing was searched, or the data does not say. */
  readonly found: boolean | null;
  /** Members that end here, ascending. */
  readonly ends: readonly number[];
  /** The first member that came by: nodes of a higher one grew later. */
  readonly first: number;
}

/** Whether the rollouts grew as one tree. */
export const isTree = (group: readonly StoredRollout[]): boolean =>
  group.some(({ rollout }) => rollout.grownFrom !== undefined);

/** The nodes, each after its parent, the root first. group: one question's rollouts; those that the environment failed are left out, as they
 *  were where the tree grew. Empty where none is left. */
export function rolloutTree(group: readonly StoredRollout[]): RolloutTreeNode[] {
  const fair = group
    .filter(({ rollout }) => !environmentFailed(rollout))
    .sort((a, b) => a.rollout.member - b.rollout.member);
  if (fair.length === 0) return [];
  const [contexts, actions] = decision;
  const nodes = searchTree(
    fair.map(({ rollout, question, reward }) => ({
      contexts: contexts.score(rollout, question),
      actions: actions.score(rollout, question),
      shared: rollout.grownFrom?.turn ?? 0,
      value: sum(reward),
    })),
  );
  return nodes.map(({ parent, depth, rollouts, value }) => {
    const through = rollouts.map((i) => fair[i]);
    const [one] = through;
    const ends = through.filter(({ rollout }) => rollout.turns.length === depth).map(({ rollout }) => rollout.member);
    return {
      ...{ parent, depth, visits: through.length, value, ends, first: one.rollout.member },
      ...(depth === 0 ? { action: null, text: one.question.text, found: null } : said(one, depth - 1)),
      advantage: depth === 0 ? 0 : sum(through.map(({ advantage }) => advantage[depth - 1])),
    };
  });
}

function said({ rollout, question }: StoredRollout, t: number): Pick<RolloutTreeNode, 'action' | 'text' | 'found'> {
  const { query, answer, retrieval } = rollout.turns[t];
  if (answer !== null) return { action: 'answer', text: answer, found: null };
  if (query === null) return { action: 'none', text: '', found: null };
  const supporting = question.supporting && new Set(question.supporting);
  const found = supporting && retrieval && retrieval.passages.some(({ passage }) => supporting.has(passage.id));
  return { action: 'query', text: query, found };
}
