/** Keys of a tree, by the WAI-ARIA tree pattern. Not supported: typing ahead, since letters are shortcuts of the
 *  window. Source: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ "Keyboard Interaction". */
import type { RolloutTreeNode } from '../../../../shared/record/tree.ts';
import { treeLines } from '../../../../shared/record/tree-order.ts';
import type { TreeLine } from '../../../../shared/record/tree-order.ts';

type Nodes = readonly RolloutTreeNode[];

/** A line of the tree with its place among the children of its parent. */
export interface PlacedLine extends TreeLine {
  /** From 1. */
  readonly place: number;
  readonly siblings: number;
  readonly parent: boolean;
}

export type TreeAction =
  | { readonly does: 'focus' | 'open'; readonly n: number }
  /** Folds or unfolds a node. */
  | { readonly does: 'fold'; readonly n: number };

/** Every line, from top to bottom. */
export function placedLines(nodes: Nodes): PlacedLine[] {
  const children = Map.groupBy(nodes.keys(), (n) => nodes[n].parent);
  return treeLines(nodes).map((line) => {
    const siblings = children.get(nodes[line.n].parent)!;
    return {
      ...line,
      ...{ place: siblings.indexOf(line.n) + 1, siblings: siblings.length, parent: children.has(line.n) },
    };
  });
}

/** The lines that are not below a folded node. */
export function shownLines<L extends TreeLine>(lines: readonly L[], nodes: Nodes, folded: ReadonlySet<number>): L[] {
  const hidden = new Set<number>();
  return lines.filter(({ n }) => {
    const { parent } = nodes[n]; // parents come first, so theirs is already known
    if (parent === null || !(folded.has(parent) || hidden.has(parent))) return true;
    hidden.add(n);
    return false;
  });
}

/** What a key does at node `at` of the visible lines; null if it is not a key of a tree. A tree key without effect
 *  gives an action that changes nothing. key: as in `KeyboardEvent.key`. */
export function treeKey(
  key: string,
  at: number,
  shown: readonly PlacedLine[],
  nodes: Nodes,
  folded: ReadonlySet<number>,
): TreeAction | null {
  const i = shown.findIndex(({ n }) => n === at);
  const focus = (line: number): TreeAction => ({
    does: 'focus',
    n: shown[Math.max(0, Math.min(shown.length - 1, line))].n,
  });
  const unfolded = shown[i].parent && !folded.has(at);
  switch (key) {
    case 'ArrowDown':
      return focus(i + 1);
    case 'ArrowUp':
      return focus(i - 1);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(shown.length - 1);
    case 'ArrowRight':
      if (!shown[i].parent) return focus(i);
      return unfolded ? focus(i + 1) : { does: 'fold', n: at };
    case 'ArrowLeft':
      return unfolded ? { does: 'fold', n: at } : { does: 'focus', n: nodes[at].parent ?? at };
    case 'Enter':
    case ' ':
      return { does: 'open', n: at };
    default:
      return null;
  }
}
