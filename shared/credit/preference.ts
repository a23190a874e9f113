/** Pairs of actions: two different ones in the same context, of which one led to a higher value. */
import type { TokenSpan } from '../record/rollout.ts';
import { searchTree } from './search-tree.ts';
import type { Path, Step, TreeNode } from './search-tree.ts';

/** An action, and the rollouts (indices in their group) that hold it. */
export interface Action {
  readonly turn: number;
  readonly part: Step['part'];
  readonly rollouts: readonly number[];
}

export interface Pair {
  readonly chosen: Action;
  readonly rejected: Action;
}

/** All pairs of siblings whose values differ by at least `margin`, the more valuable one chosen, in the order they were
 *  first visited.
 *  valid: whether a rollout's turn follows the protocol; a query or answer of a turn that does not is in no pair. */
export function preferencePairs(
  paths: readonly Path[],
  margin: number,
  valid: (rollout: number, turn: number) => boolean,
): Pair[] {
  const nodes = searchTree(paths);
  const isAction = ({ step, rollouts }: TreeNode) =>
    step!.part === 'evidence' || rollouts.every((i) => valid(i, step!.turn));
  const compares = (a: Step, b: Step) => a.context === b.context && a.action !== b.action;
  const action = ({ step, rollouts }: TreeNode): Action => ({ turn: step!.turn, part: step!.part, rollouts });
  return nodes.flatMap(({ children }) => {
    const siblings = children.map((n) => nodes[n]).filter(isAction);
    return siblings.flatMap((a, i) =>
      siblings
        .slice(i + 1)
        .filter((b) => compares(a.step!, b.step!) && Math.abs(a.value - b.value) >= margin)
        .map((b) => (a.value > b.value ? [a, b] : [b, a]))
        .map(([chosen, rejected]) => ({ chosen: action(chosen), rejected: action(rejected) })),
    );
  });
}

/** Calls `add` with the advantage of every action in every rollout that holds it: + the pair's weight where it is
 *  chosen, − where it is rejected, divided by the rollouts that hold it, so that an action counts once however often it
 *  was drawn. weights: one per pair, ≥ 0. */
function forEachAction(
  pairs: readonly Pair[],
  weights: ArrayLike<number>,
  add: (rollout: number, action: Action, advantage: number) => void,
): void {
  pairs.forEach(({ chosen, rejected }, p) => {
    for (const i of chosen.rollouts) add(i, chosen, weights[p] / chosen.rollouts.length);
    for (const i of rejected.rollouts) add(i, rejected, -weights[p] / rejected.rollouts.length);
  });
}

/** [rollouts][K] the advantages of each turn's actions, added up. turns: K of each rollout. */
export function turnAdvantages(
  turns: readonly number[],
  pairs: readonly Pair[],
  weights: ArrayLike<number>,
): Float64Array[] {
  const result = turns.map((count) => new Float64Array(count));
  forEachAction(pairs, weights, (i, { turn }, advantage) => (result[i][turn] += advantage));
  return result;
}

/** Tokens of an action in one of the rollouts that hold it. */
export type SpanOf = (rollout: number, action: Action) => TokenSpan;

/** [rollouts][T] the same for each token: that of its action, 0 elsewhere. lengths: T of each rollout. */
export function tokenAdvantages(
  lengths: readonly number[],
  pairs: readonly Pair[],
  weights: ArrayLike<number>,
  spanOf: SpanOf,
): Float32Array[] {
  const result = lengths.map((count) => new Float64Array(count));
  forEachAction(pairs, weights, (i, action, advantage) => {
    const { start, end } = spanOf(i, action);
    for (let t = start; t < end; t++) result[i][t] += advantage;
  });
  return result.map((row) => Float32Array.from(row));
}

/** The margin of a pair: (log π − log π_ref) of the chosen action − that of the rejected one, nats. Where several
 *  rollouts hold an action, the mean over them. difference: [rollouts][T] log π − log π_ref of each token. */
export function logRatioMargin(
  { chosen, rejected }: Pair,
  spanOf: SpanOf,
  difference: readonly ArrayLike<number>[],
): number {
  const logRatio = (action: Action): number => {
    let total = 0;
    for (const i of action.rollouts) {
      const { start, end } = spanOf(i, action);
      for (let t = start; t < end; t++) total += difference[i][t];
    }
    return total / action.rollouts.length;
  };
  return logRatio(chosen) - logRatio(rejected);
}
