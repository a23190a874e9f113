/** Turns compared in pairs: two different messages in the same context, of which one led to more. */
import type { TokenSpan } from '../rollout/rollout.ts';
import { searchTree } from './search-tree.ts';
import type { Path, TreeNode } from './search-tree.ts';

/** A message in its context, by the rollouts (indices in their group) that hold it, all in the same turn. */
export interface Action {
  readonly turn: number;
  readonly rollouts: readonly number[];
}

export interface Pair {
  readonly chosen: Action;
  readonly rejected: Action;
}

/** All pairs of siblings whose values differ by at least `margin`, the more valuable one chosen, in the order they were first visited.
 *  valid: whether the message of a rollout's turn is an action at all; others are in no pair. */
export function preferencePairs(
  paths: readonly Path[],
  margin: number,
  valid: (rollout: number, turn: number) => boolean,
): Pair[] {
  const nodes = searchTree(paths);
  const action = ({ depth, rollouts }: TreeNode): Action => ({ turn: depth - 1, rollouts });
  return nodes.flatMap(({ children }) => {
    const siblings = children
      .map((n) => nodes[n])
      .filter(({ rollouts, depth }) => rollouts.every((i) => valid(i, depth - 1)));
    return siblings.flatMap((a, i) =>
      siblings
        .slice(i + 1)
        .filter((b) => a.context === b.context && Math.abs(a.value - b.value) >= margin)
        .map((b) => (a.value > b.value ? [a, b] : [b, a]))
        .map(([chosen, rejected]) => ({ chosen: action(chosen), rejected: action(rejected) })),
    );
  });
}

/** [rollouts][K] what the pairs pull at each turn: Σ ±pull over the pairs it is in, divided by how many rollouts hold the same action, so
 *  that each action is pulled once however often it was drawn. turns: K of each rollout · pulls: one per pair, ≥ 0. */
export function pullOnTurns(
  turns: readonly number[],
  pairs: readonly Pair[],
  pulls: ArrayLike<number>,
): Float64Array[] {
  const result = turns.map((count) => new Float64Array(count));
  const add = ({ turn, rollouts }: Action, pull: number) => {
    for (const i of rollouts) result[i][turn] += pull / rollouts.length;
  };
  pairs.forEach(({ chosen, rejected }, p) => {
    add(chosen, pulls[p]);
    add(rejected, -pulls[p]);
  });
  return result;
}

/** What a pair's loss is about: (log π − log π_ref) of the chosen message less that of the rejected one, nats. Where several rollouts hold
 *  an action, the mean over them. messages: [rollouts][K] · difference: [rollouts][T] log π − log π_ref of each token. */
export function logRatioMargin(
  { chosen, rejected }: Pair,
  messages: readonly (readonly TokenSpan[])[],
  difference: readonly ArrayLike<number>[],
): number {
  const logRatio = ({ turn, rollouts }: Action): number => {
    let total = 0;
    for (const i of rollouts) {
      const { start, end } = messages[i][turn];
      for (let t = start; t < end; t++) total += difference[i][t];
    }
    return total / rollouts.length;
  };
  return logRatio(chosen) - logRatio(rejected);
}
