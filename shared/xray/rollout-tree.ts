/** The tree of a question's saved rollouts, as it is shown. */
import { pathOf, searchTree } from '../credit/search-tree.ts';
import type { Step } from '../credit/search-tree.ts';
import { actionSpans, environmentFailed, sharedSteps } from '../record/rollout.ts';
import { decision } from '../scorers/decision.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import { sum } from '../util/math.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import type { RolloutTreeNode } from '../record/tree.ts';

/** The nodes, each after its parent, the root first. group: one question's rollouts; those that the environment failed
 *  are skipped, as when the tree grew. Empty if none remains. */
export function rolloutTree(group: readonly SavedRollout[]): RolloutTreeNode[] {
  const fair = group
    .filter(({ rollout }) => !environmentFailed(rollout))
    .sort((a, b) => a.rollout.member - b.rollout.member);
  if (fair.length === 0) return [];
  const nodes = searchTree(
    fair.map(({ rollout, question, scores, credit }) => {
      const { turnScores } = scoreRollout(rollout, question, decision);
      return pathOf({ ...scores, turnScores }, credit ? sum(credit.reward) : NaN, sharedSteps(rollout));
    }),
  );
  const steps = fair.map(({ rollout }) => rollout.turns.flatMap(actionSpans).length);
  return nodes.map(({ parent, depth, rollouts, value, step }) => ({
    ...{ parent, depth, visits: rollouts.length, value: Number.isNaN(value) ? null : value },
    ends: rollouts.filter((i) => steps[i] === depth).map((i) => fair[i].rollout.member),
    first: fair[rollouts[0]].rollout.member,
    ...said(fair[rollouts[0]], step),
  }));
}

function said(
  { rollout, question }: SavedRollout,
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
