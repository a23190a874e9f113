/** The search tree of a question, against the slow obvious way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextExpansion, searchTree, type Path } from '../../../shared/credit/search-tree.ts';
import { mean, sum } from '../../../shared/util/math.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { number, path, randomPaths, said } from '../../support/search-paths.ts';

test('a node’s value is what every branch backs up to it, and the visit-weighted mean of its children', () => {
  randomCases(200, 'backup', (rng) => {
    const paths = randomPaths(rng);
    const backed = new Map<string, number[]>();
    for (const one of paths)
      for (let end = 0; end <= one.steps.length; end++) {
        const key = said(one, end);
        backed.set(key, [...(backed.get(key) ?? []), one.value]);
      }
    const nodes = searchTree(paths);
    assert.equal(nodes.length, backed.size);
    const key = (node: number): string => {
      const { depth, rollouts } = nodes[node];
      return said(paths[rollouts[0]], depth);
    };
    nodes.forEach(({ value, rollouts, children, depth }, n) => {
      const found = backed.get(key(n))!;
      assert.equal(rollouts.length, found.length);
      close([value], [mean(found)], 1e-12);
      const ended = rollouts.filter((i) => paths[i].steps.length === depth);
      const total =
        sum(children.map((c) => nodes[c].value * nodes[c].rollouts.length)) + sum(ended.map((i) => paths[i].value));
      close([value], [total / rollouts.length], 1e-12);
      for (const child of children) assert.equal(nodes[child].parent, n);
    });
  });
});

/** The same walk with every action that could be drawn as a child of its own. */
function slowExpansion(
  paths: readonly Path[],
  children: number,
  exploration: number,
): { word: string; draws: number } | null {
  const below = (prefix: string): Path[] => paths.filter((one) => said(one).startsWith(prefix));
  const expandable = (prefix: string, depth: number): number => {
    const through = below(prefix).filter(({ steps }) => steps.length > depth);
    if (depth > 0 && through.length === 0) return 0;
    return Math.max(0, children - through.filter(({ shared }) => shared <= depth).length);
  };
  const childrenOf = (prefix: string, depth: number): string[] => [
    ...new Set(
      below(prefix)
        .filter(({ steps }) => steps.length > depth)
        .map((one) => said(one, depth + 1)),
    ),
  ];
  const alive = (prefix: string, depth: number): boolean =>
    expandable(prefix, depth) > 0 || childrenOf(prefix, depth).some((child) => alive(child, depth + 1));
  let [prefix, depth] = ['', 0];
  if (!alive('', 0)) return null;
  while (expandable(prefix, depth) === 0) {
    const visits = below(prefix).length;
    const bounds = childrenOf(prefix, depth)
      .filter((child) => alive(child, depth + 1))
      .map((child) => {
        const own = below(child).map(({ value }) => value);
        return { child, bound: mean(own) + exploration * Math.sqrt(Math.log(visits) / own.length) };
      });
    prefix = bounds.reduce((best, one) => (one.bound > best.bound ? one : best)).child;
    depth++;
  }
  return { word: prefix, draws: expandable(prefix, depth) };
}

test('the tree grows where the walk by the highest bound first finds an action that was not drawn', () => {
  randomCases(300, 'growth', (rng) => {
    const paths = randomPaths(rng);
    const [children, exploration] = [2 + rng.integer(2), rng.pick([0, 1.414])];
    const expected = slowExpansion(paths, children, exploration);
    const found = nextExpansion(paths, { children, exploration });
    if (expected === null) assert.equal(found, null);
    else {
      const { from, draws } = found!;
      const word = from === null ? '' : said(paths[from.rollout], from.steps);
      assert.deepEqual({ word, draws }, expected);
    }
  });
});

test('a tree begins at its question, and ends where every state is expanded', () => {
  const options = { children: 2, exploration: 1.414 };
  assert.deepEqual(nextExpansion([], options), { from: null, draws: 2 });
  // both answered at once: no state but the question was reached
  assert.equal(nextExpansion([path('a', 1), path('b', 0)], options), null);
  // a went on and took one action there: one more is drawn
  assert.deepEqual(nextExpansion([path('ab', 1), path('b', 0)], options), { from: { rollout: 0, steps: 1 }, draws: 1 });
});

test('exploration 0 goes on below the most valuable child, a large one below the least visited', () => {
  const paths = [path('aaa', 0.9), path('bbb', 0.1), path('aab', 0.9, 1), path('abb', 0.9, 1)];
  const place = (exploration: number) => nextExpansion(paths, { children: 2, exploration })!.from!;
  assert.equal(paths[place(0).rollout].steps[0].action, number('a'));
  assert.equal(paths[place(100).rollout].steps[0].action, number('b'));
});
