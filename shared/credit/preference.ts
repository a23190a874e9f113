/** Actions compared in pairs: two different ones in the same place, of which one led to more. */
import type { TokenSpan } from '../record/rollout.ts';
import { searchTree } from './search-tree.ts';
import type { Path, Step, TreeNode } from './search-tree.ts';

/** An action in its place, and the rollouts (indices in their group) that hold it. */
export interface Action {
  readonly turn: number;
  readonly part: Step['part'];
  readonly rollouts: readonly number[];
}

export interface Pair {
  readonly chosen: Action;
  readonly rejected: Action;
}

/** All pairs of siblings whose values differ by at least `margin`, the more valuable one chosen, in the order they were first visited.
 *  valid: whether a rollout's turn follows the protocol; what it asks or answers is in no pair where it does not. */
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

/** What the pairs pull at each action: ±pull for every pair it is in, divided by how many rollouts hold it, so that an action is pulled once
 *  however often it was drawn. pulls: one per pair, ≥ 0. */
function forEachPull(
  pairs: readonly Pair[],
  pulls: ArrayLike<number>,
  add: (rollout: number, action: Action, pull: number) => void,
): void {
  pairs.forEach(({ chosen, rejected }, p) => {
    for (const i of chosen.rollouts) add(i, chosen, pulls[p] / chosen.rollouts.length);
    for (const i of rejected.rollouts) add(i, rejected, -pulls[p] / rejected.rollouts.length);
  });
}

/** [rollouts][K] the sum of what the actions of each turn are pulled. turns: K of each rollout. */
export function pullOnTurns(
  turns: readonly number[],
  pairs: readonly Pair[],
  pulls: ArrayLike<number>,
): Float64Array[] {
  const result = turns.map((count) => new Float64Array(count));
  forEachPull(pairs, pulls, (i, { turn }, pull) => (result[i][turn] += pull));
  return result;
}

/** Tokens of an action in one of the rollouts that hold it. */
export type SpanOf = (rollout: number, action: Action) => TokenSpan;

/** [rollouts][T] the same for each token: that of its action, 0 elsewhere. lengths: T of each rollout. */
export function pullOnTokens(
  lengths: readonly number[],
  pairs: readonly Pair[],
  pulls: ArrayLike<number>,
  spanOf: SpanOf,
): Float32Array[] {
  const result = lengths.map((count) => new Float64Array(count));
  forEachPull(pairs, pulls, (i, action, pull) => {
    const { start, end } = spanOf(i, action);
    for (let t = start; t < end; t++) result[i][t] += pull;
  });
  return result.map((row) => Float32Array.from(row));
}

/** What a pair's loss is about: (log π − log π_ref) of the chosen action less that of the rejected one, nats. Where several rollouts hold an
 *  action, the mean over them. difference: [rollouts][T] log π − log π_ref of each token. */
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
