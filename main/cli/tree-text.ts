/** The rollouts of a question as a tree, for a terminal. */
import { rolloutTree } from '../../shared/train/rollout-tree.ts';
import type { RolloutTreeNode } from '../../shared/train/rollout-tree.ts';
import type { StoredRollout } from '../../shared/train/stored-rollout.ts';

const words = {
  question: 'question',
  evidence: 'evidence',
  query: 'search',
  answer: 'answer',
  none: 'no action',
} as const;

/** Lines of text: value and visits of every action, ★ where a search brought a supporting passage, ● on the way of the rollout that is shown.
 *  Values are of the rewards saved. */
export function treeText(group: readonly StoredRollout[], member: number): string[] {
  const nodes = rolloutTree(group);
  if (nodes.length === 0) return [];
  const way = new Set<number>();
  for (let n = nodes.findIndex(({ ends }) => ends.includes(member)); n >= 0; n = nodes[n]!.parent ?? -1) way.add(n);
  const children = Map.groupBy(nodes.keys(), (n) => nodes[n]!.parent);
  const lines: string[] = [];
  const draw = (n: number, lead: string, indent: string): void => {
    const below = children.get(n) ?? [];
    lines.push(`${way.has(n) ? '●' : ' '} ${lead}${lineOf(nodes[n]!)}`);
    below.forEach((child, i) => {
      const last = i === below.length - 1;
      draw(child, `${indent}${last ? '└─ ' : '├─ '}`, `${indent}${last ? '   ' : '│  '}`);
    });
  };
  draw(0, '', '');
  return [
    '',
    `Tree of the question: ${nodes[0]!.visits} rollouts. Value, visits; where rollouts end, their number`,
    ...lines,
  ];
}

function lineOf({ action, text, visits, value, found, ends }: RolloutTreeNode): string {
  return [
    `${value.toFixed(2)} ×${visits}`,
    `${words[action]} ${text}`.trimEnd() + (found === true ? ' ★' : ''),
    ...(ends.length === 0 ? [] : [`(${ends.join(', ')})`]),
  ].join('  ');
}
