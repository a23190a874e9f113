/** The saved rollouts of a question as the tree that they are: what is shown of it. */
import { pathOf, searchTree } from '../credit/search-tree.ts';
import type { Step } from '../credit/search-tree.ts';
import { actionSpans, environmentFailed } from '../rollout/rollout.ts';
import { decision } from '../scorers/decision.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import { sum } from '../util/math.ts';
import { sharedSteps } from './grow-trees.ts';
import type { StoredRollout } from './stored-rollout.ts';

export interface RolloutTreeNode {
  /** Index of the node before, which comes earlier in the list; null for the root, the question. */
  readonly parent: number | null;
  /** Actions from the root. */
  readonly depth: number;
  /** Of the action; null for the root. */
  readonly turn: number | null;
  /** What was done, `none` where a message is no action. */
  readonly action: 'question' | 'evidence' | 'query' | 'answer' | 'none';
  /** The question, the thought, the query or the answer; '' where a message is no action. */
  readonly text: string;
  /** Rollouts through it. */
  readonly visits: number;
  /** Mean over them of their total reward. */
  readonly value: number;
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
  const nodes = searchTree(
    fair.map(({ rollout, question, scores, reward }) => {
      const { turnScores } = scoreRollout(rollout, question, decision);
      return pathOf({ ...scores, turnScores }, sum(reward), sharedSteps(rollout));
    }),
  );
  const steps = fair.map(({ rollout }) => rollout.turns.flatMap(actionSpans).length);
  return nodes.map(({ parent, depth, rollouts, value, step }) => ({
    ...{ parent, depth, visits: rollouts.length, value },
    ends: rollouts.filter((i) => steps[i] === depth).map((i) => fair[i].rollout.member),
    first: fair[rollouts[0]].rollout.member,
    ...said(fair[rollouts[0]], step),
  }));
}

function said(
  { rollout, question }: StoredRollout,
  step: Step | null,
): Pick<RolloutTreeNode, 'action' | 'text' | 'found' | 'turn'> {
  if (step === null) return { action: 'question', text: question.text, found: null, turn: null };
  const { turn } = step;
  const { thought, query, answer, retrieval } = rollout.turns[turn];
  if (step.part === 'evidence') return { action: 'evidence', text: thought ?? '', found: null, turn };
  if (answer !== null) return { action: 'answer', text: answer, found: null, turn };
  if (query === null) return { action: 'none', text: '', found: null, turn };
  const supporting = question.supporting && new Set(question.supporting);
  const found = supporting && retrieval && retrieval.passages.some(({ passage }) => supporting.has(passage.id));
  return { action: 'query', text: query, found, turn };
}
