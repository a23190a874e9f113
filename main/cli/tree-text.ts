/** The rollouts of a question as a tree, for a terminal. */
import { rolloutTree } from '../../shared/xray/rollout-tree.ts';
import type { RolloutTreeNode } from '../../shared/record/tree.ts';
import { actionWords, treeLines, wayOf } from '../../shared/record/tree-order.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';

/** The tree as lines of text: value and visits of every action, ★ if a search found a supporting passage, ● on the path
 *  of the shown rollout. Values come from the saved rewards. */
export function treeText(group: readonly SavedRollout[], member: number): string[] {
  const nodes = rolloutTree(group);
  if (nodes.length === 0) return [];
  const way = wayOf(nodes, member);
  const lines = treeLines(nodes).map(({ n, last }) => {
    const lead = last.map((end, i) => (i < last.length - 1 ? (end ? '   ' : '│  ') : end ? '└─ ' : '├─ '));
    return `${way.has(n) ? '●' : ' '} ${lead.join('')}${lineOf(nodes[n])}`;
  });
  return [
    '',
    `Tree of the question: ${nodes[0].visits} rollouts. Value, visits; where rollouts end, their number`,
    ...lines,
  ];
}

function lineOf({ action, text, visits, value, found, ends }: RolloutTreeNode): string {
  return [
    `${value?.toFixed(2) ?? '–'} ×${visits}`,
    `${actionWords[action]} ${text}`.trimEnd() + (found === true ? ' ★' : ''),
    ...(ends.length === 0 ? [] : [`(${ends.join(', ')})`]),
  ].join('  ');
}
