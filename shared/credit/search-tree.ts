/** Rollouts of one question as a tree: a common beginning is there once. A node is a state, the root is the prompt, and
 *  the step to a node from its parent is one action. Source of the values: arXiv:2505.14069 (shortest-path reward
 *  estimation). */
import type { ScoredRollout } from '../data/scores.ts';
import { mean } from '../util/math.ts';
import { turnScores } from './outcome.ts';

/** One action of a rollout: the evidence that a turn's thought draws from the response, the rest of such a turn, or a
 *  turn as a whole. */
export interface Step {
  readonly turn: number;
  readonly part: 'evidence' | 'rest' | 'whole';
  /** Identity of all tokens before the action, and of all tokens up to its end. */
  readonly context: number | null;
  readonly action: number | null;
}

/** One rollout as a path through the tree. */
export interface Path {
  readonly steps: readonly Step[];
  /** Steps shared with the rollout that it branched off from; 0 where it began at the prompt. */
  readonly shared: number;
  /** Value of its end. */
  readonly value: number;
}

/** The path of a scored rollout. Throws TypeError without the scores `context`, `evidence` and `action`. */
export function pathOf(rollout: ScoredRollout, value: number, shared = 0): Path {
  const [contexts, evidence, actions] = ['context', 'evidence', 'action'].map((name) => turnScores(rollout, name));
  const steps = actions.flatMap((action, turn): Step[] => {
    const [context, thought] = [contexts[turn], evidence[turn]];
    if (thought === null) return [{ turn, part: 'whole', context, action }];
    return [
      { turn, part: 'evidence', context, action: thought },
      { turn, part: 'rest', context: thought, action },
    ];
  });
  return { steps, shared, value };
}

export interface TreeNode {
  /** Index of the node before; null for the root. */
  readonly parent: number | null;
  /** Steps from the root. */
  readonly depth: number;
  /** The step from the parent; null for the root. */
  readonly step: Step | null;
  /** The rollouts through it, by index: its visits. */
  readonly rollouts: readonly number[];
  /** Mean value of these rollouts, which is the mean of the children's values weighted by visits. NaN without a
   *  visit. */
  readonly value: number;
  /** Indices, in the order they were first visited. */
  readonly children: readonly number[];
}

/** The nodes, each after its parent, the root first. A rollout without turns visits the root alone. */
export function searchTree(paths: readonly Path[]): TreeNode[] {
  const root = { parent: null, depth: 0, step: null, rollouts: paths.map((_, i) => i), children: [] as number[] };
  const nodes: (Omit<TreeNode, 'value'> & { rollouts: number[]; children: number[] })[] = [root];
  const known = new Map<string, number>();
  paths.forEach(({ steps }, i) => {
    let parent = 0;
    steps.forEach((step, t) => {
      const key = `${parent} ${step.part} ${step.context} ${step.action}`;
      let node = known.get(key);
      if (node === undefined) {
        node = nodes.push({ parent, depth: t + 1, step, rollouts: [], children: [] }) - 1;
        known.set(key, node);
        nodes[parent].children.push(node);
      }
      nodes[node].rollouts.push(i);
      parent = node;
    });
  });
  return nodes.map((node) => ({ ...node, value: mean(node.rollouts.map((i) => paths[i].value)) }));
}

/** How a tree grows. */
export interface TreeSearch {
  /** Most expansions of a tree. */
  readonly iterations: number;
  /** Actions drawn at a state when it is expanded. */
  readonly children: number;
  /** c of UCT. */
  readonly exploration: number;
  /** Value of a finished rollout. */
  value(rollout: ScoredRollout): number;
}

/** Upper confidence bound of a child:  Q + c · √(ln N_parent / N), ∞ where it was never visited.  Source: Kocsis and
 *  Szepesvári 2006; wlzhang2020/ReasonRAG (c = 1.414). */
export const uct = (value: number, visits: number, parentVisits: number, exploration: number): number =>
  visits === 0 ? Infinity : value + exploration * Math.sqrt(Math.log(parentVisits) / visits);

/** Where a tree grows next. */
export interface Expansion {
  /** A rollout that passed through the state, by index, and its steps up to there; null at the prompt. */
  readonly from: { readonly rollout: number; readonly steps: number } | null;
  /** Actions to draw there. */
  readonly draws: number;
}

/** The state to expand. From the root it follows the child with the highest bound, to the first state where fewer than
 *  `children` actions were drawn. An action not yet drawn is a child never visited, so its bound is ∞. States without
 *  anything left to expand below them are skipped; the first of equal bounds wins. Null where every state is
 *  expanded. */
export function nextExpansion(
  paths: readonly Path[],
  { children, exploration }: Pick<TreeSearch, 'children' | 'exploration'>,
): Expansion | null {
  const nodes = searchTree(paths);
  const missing = nodes.map(({ rollouts, depth }) => {
    const going = rollouts.filter((i) => paths[i].steps.length > depth);
    const drawn = going.filter((i) => paths[i].shared <= depth).length;
    return depth > 0 && going.length === 0 ? 0 : Math.max(0, children - drawn);
  });
  const open = missing.map((count) => count > 0);
  // children come after their parent
  for (let n = nodes.length - 1; n > 0; n--) if (open[n]) open[nodes[n].parent!] = true;
  if (!open[0]) return null;
  let at = 0;
  while (missing[at] === 0) {
    const { rollouts: visits, children: below } = nodes[at];
    const bound = (n: number) => uct(nodes[n].value, nodes[n].rollouts.length, visits.length, exploration);
    at = below.filter((n) => open[n]).reduce((best, n) => (bound(n) > bound(best) ? n : best));
  }
  const { depth, rollouts } = nodes[at];
  const from = depth === 0 ? null : { rollout: rollouts.find((i) => paths[i].steps.length > depth)!, steps: depth };
  return { from, draws: missing[at] };
}
