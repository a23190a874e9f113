/** A rollout tree as lines from top to bottom, in the order in which it is drawn. */
import type { RolloutTreeNode } from './tree.ts';

/** What an action is called where a tree is shown. */
export const actionWords: Readonly<Record<RolloutTreeNode['action'], string>> = {
  question: 'question',
  evidence: 'evidence',
  query: 'search',
  answer: 'answer',
  none: 'no action',
};

export interface TreeLine {
  /** Index of the node. */
  readonly n: number;
  /** [depth] whether the node, and each node above it but the root, is the last child of its parent. Top first. */
  readonly last: readonly boolean[];
}

/** Depth first, children in the order they grew. */
export function treeLines(nodes: readonly RolloutTreeNode[]): TreeLine[] {
  const children = Map.groupBy(nodes.keys(), (n) => nodes[n].parent);
  const from = (n: number, last: readonly boolean[]): TreeLine[] => {
    const below = children.get(n) ?? [];
    return [{ n, last }, ...below.flatMap((child, i) => from(child, [...last, i === below.length - 1]))];
  };
  return nodes.length === 0 ? [] : from(0, []);
}

/** The nodes that a member's rollout passes through; empty for a member that is not in the tree. */
export function wayOf(nodes: readonly RolloutTreeNode[], member: number): ReadonlySet<number> {
  const way = new Set<number>();
  for (let n = nodes.findIndex(({ ends }) => ends.includes(member)); n >= 0; n = nodes[n].parent ?? -1) way.add(n);
  return way;
}
