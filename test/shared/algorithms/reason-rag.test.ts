/** The search tree, its values and its pairs: the worked numbers, and the slow obvious way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonRag } from '../../../shared/algorithms/reason-rag.ts';
import {
  logRatioMargin,
  preferencePairs,
  tokenAdvantages,
  turnAdvantages,
  type Action,
} from '../../../shared/credit/preference.ts';
import { nextExpansion, pathOf, searchTree, uct, type Path, type Step } from '../../../shared/credit/search-tree.ts';
import { preferenceLoss, preferenceWeight } from '../../../shared/loss/preference-loss.ts';
import { mean, sum } from '../../../shared/util/math.ts';
import type { Rng } from '../../../shared/util/rng.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

const values = valuesOf(reasonRag);
/** A way through a tree, one letter a turn: rollouts share what their words begin with. */
const steps = (word: string): Step[] =>
  [...word].map((_, turn) => ({
    ...{ turn, part: 'whole', context: number(word.slice(0, turn)), action: number(word.slice(0, turn + 1)) },
  }));
const action = (rollouts: readonly number[]): Action => ({ turn: 0, part: 'whole', rollouts });
const number = (text: string): number => [...text].reduce((n, letter) => 27 * n + letter.charCodeAt(0) - 96, 0);
const path = (word: string, value: number, shared = 0): Path => ({ steps: steps(word), shared, value });
/** Identities of the first steps, joined. */
const said = ({ steps }: Path, count = steps.length): string =>
  steps
    .slice(0, count)
    .map(({ action }) => action)
    .join();
const scored = (rollouts: readonly (readonly [word: string, outcome: number | null])[]) =>
  scoredGroup(
    rollouts.map(([word, outcome]) => ({
      gains: [...word].slice(1).map(() => null),
      outcome,
      turnScores: {
        context: steps(word).map(({ context }) => context),
        evidence: [...word].map(() => null),
        action: steps(word).map(({ action }) => action),
        turnFormat: [...word].map(() => 1),
      },
    })),
  );

test('values of the tree, its pairs, UCT and the loss of a pair are the worked ones (V22)', () => {
  const group = scored([
    ...(['axx', 'axx', 'axx'] as const).map((word) => [word, 1] as const), // .9³ = .729
    ['ay', 0],
    ...(['bxxx', 'bxxx'] as const).map((word) => [word, 0.5] as const), // .5 · .9⁴ = .32805
  ]);
  const { value } = reasonRag.search!(values);
  const leaves = group.map(value);
  close(leaves, [0.729, 0.729, 0.729, 0, 0.32805, 0.32805]);
  const nodes = searchTree(group.map((_, i) => path(['axx', 'axx', 'axx', 'ay', 'bxxx', 'bxxx'][i], leaves[i])));
  const [root] = nodes;
  const [one, two] = root.children.map((n) => nodes[n]);
  close([one.value, two.value, root.value], [0.54675, 0.32805, 0.47385]);
  assert.deepEqual([one.rollouts.length, two.rollouts.length], [4, 2]);

  const pairs = reasonRag.pairs!(group, values);
  assert.deepEqual(pairs, [
    {
      chosen: { turn: 0, part: 'whole', rollouts: [0, 1, 2, 3] },
      rejected: { turn: 0, part: 'whole', rollouts: [4, 5] },
    }, // node 1 ≻ node 2
    // its leaves, .729 and 0
    { chosen: { turn: 1, part: 'whole', rollouts: [0, 1, 2] }, rejected: { turn: 1, part: 'whole', rollouts: [3] } },
  ]);

  close([uct(0.4, 3, 10, 1.414)], [1.638787]);
  assert.equal(uct(0.4, 0, 10, 1.414), Infinity);

  const pair = { chosen: action([0]), rejected: action([1]) };
  const margin = logRatioMargin(pair, () => ({ start: 0, end: 1 }), [[-10 + 10.5], [-12 + 11.8]]);
  close([0.3 * margin, preferenceLoss(margin, 0.3), preferenceLoss(0, 0.3)], [0.21, 0.59365, 0.693147]);
});

/** Words over two letters that end anywhere. A drawn word goes on from another one of the same tree, as branches do. */
function randomPaths(rng: Rng): Path[] {
  const words: string[] = [];
  return Array.from({ length: 1 + rng.integer(12) }, () => {
    const from = words.length > 0 ? rng.pick(words) : '';
    const shared = from.length > 1 ? rng.integer(from.length) : 0;
    const word =
      from.slice(0, shared) + Array.from({ length: 1 + rng.integer(4) }, () => rng.pick(['a', 'b'])).join('');
    words.push(word);
    return path(word, rng.pick([0, 0.5, 1, rng.next()]), shared);
  });
}

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

test('pairs are the turns of two rollouts that differ in the same context and lead to different values', () => {
  randomCases(200, 'pairs', (rng) => {
    const paths = randomPaths(rng);
    const margin = rng.pick([0.01, 0.3]);
    const worth = (way: string) => mean(paths.filter((p) => said(p).split(',').includes(way)).map((p) => p.value));
    const expected = new Set<string>();
    for (const p of paths)
      for (const q of paths)
        p.steps.forEach(({ action, context }, t) => {
          const other = q.steps[t];
          if (context === other?.context && worth(String(action)) - worth(String(other.action)) >= margin)
            expected.add(`${action} over ${other.action}`);
        });
    const pairs = preferencePairs(paths, margin, () => true);
    const done = ({ turn, rollouts }: Action) => paths[rollouts[0]].steps[turn].action;
    assert.deepEqual(new Set(pairs.map(({ chosen, rejected }) => `${done(chosen)} over ${done(rejected)}`)), expected);
    assert.equal(pairs.length, expected.size);
    for (const { chosen } of pairs)
      assert.deepEqual(
        chosen.rollouts,
        paths.flatMap((p, i) => (p.steps[chosen.turn]?.action === done(chosen) ? [i] : [])),
      );
  });
});

test('a message that breaks the protocol is in no pair', () => {
  const paths = [path('a', 1), path('b', 0)];
  assert.equal(preferencePairs(paths, 0.01, () => true).length, 1);
  assert.deepEqual(
    preferencePairs(paths, 0.01, (i) => i === 0),
    [],
  );
});

test('an action counts once per pair, however many rollouts hold it, and all advantages add up to 0', () => {
  // b is held by two rollouts: a gets +2, each b −1
  const paths = [path('a', 1), path('b', 0), path('b', 0)];
  const advantages = turnAdvantages(
    [1, 1, 1],
    preferencePairs(paths, 0.01, () => true),
    [2],
  );
  closeRows(advantages, [[2], [-1], [-1]]);
  randomCases(100, 'weights', (rng) => {
    const all = randomPaths(rng);
    const pairs = preferencePairs(all, 0.01, () => true);
    const turns = all.map(({ steps }) => steps.length);
    const advantages = turnAdvantages(
      turns,
      pairs,
      pairs.map(() => rng.next()),
    );
    close([sum(advantages.map((row) => sum(row)))], [0], 1e-12);
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

test('equal rollouts have no pair, and shorter ways to the same answer are preferred', () => {
  assert.deepEqual(
    reasonRag.pairs!(
      scored([
        ['a', 1],
        ['a', 1],
      ]),
      values,
    ),
    [],
  );
  const credit = reasonRag.credit(
    scored([
      ['a', 1],
      ['bb', 1],
    ]),
    values,
  );
  closeRows(
    credit.map(({ advantage }) => advantage),
    [[0.15], [-0.15, 0]], // β σ(0) = .3 / 2
  );
  closeRows(
    credit.map(({ reward }) => reward),
    [[0.9], [0, 0.81]],
  );
  const timeless = valuesOf(reasonRag, { alpha: 1 });
  assert.deepEqual(
    reasonRag.pairs!(
      scored([
        ['a', 1],
        ['bb', 1],
      ]),
      timeless,
    ),
    [],
  );
});

test('the thought after a response is an action of its own: evidence is compared with evidence, queries and answers with each other', () => {
  // turn 2 of three rollouts: thought 5 with two queries, thought 6 with one
  const group = [
    { evidence: [null, 5], action: [1, 7], outcome: 1 },
    { evidence: [null, 5], action: [1, 8], outcome: 0.2 },
    { evidence: [null, 6], action: [1, 9], outcome: 0 },
  ].map(({ outcome, ...turnScores }) => ({
    ...{ gains: [null], outcome },
    turnScores: { ...turnScores, context: [0, 2], turnFormat: [1, 1] },
  }));
  const paths = scoredGroup(group).map((rollout, i) => pathOf(rollout, group[i].outcome));
  assert.deepEqual(
    paths[0].steps.map(({ turn, part, context, action }) => [turn, part, context, action]),
    [
      [0, 'whole', 0, 1],
      [1, 'evidence', 2, 5],
      [1, 'rest', 5, 7],
    ],
  );
  const pairs = preferencePairs(paths, 0.01, () => true);
  assert.deepEqual(pairs, [
    { chosen: { turn: 1, part: 'evidence', rollouts: [0, 1] }, rejected: { turn: 1, part: 'evidence', rollouts: [2] } },
    { chosen: { turn: 1, part: 'rest', rollouts: [0] }, rejected: { turn: 1, part: 'rest', rollouts: [1] } },
  ]);
  // evidence at tokens 1–2, the rest at 3: weights 2 and 4, the first one shared by two rollouts
  const advantages = tokenAdvantages([4, 4, 4], pairs, [2, 4], (_, { part }) =>
    part === 'evidence' ? { start: 1, end: 3 } : { start: 3, end: 4 },
  );
  closeRows(advantages, [
    [0, 1, 1, 4],
    [0, 1, 1, -4],
    [0, -2, -2, 0],
  ]);
  closeRows(turnAdvantages([2, 2, 2], pairs, [2, 4]), [
    [0, 5],
    [0, -3],
    [0, -2],
  ]);
});

test('the value of a malformed rollout is 0', () => {
  close(
    scored([
      ['a', null],
      ['b', 1],
    ]).map(reasonRag.search!(values).value),
    [0, 0.9],
  );
});

test('as β goes to 0 the loss of a pair goes to log 2 and its weight to β/2; far apart it has none', () => {
  for (const margin of [-3, 0, 7]) {
    close([preferenceLoss(margin, 1e-9)], [Math.LN2], 1e-8);
    close([preferenceWeight(margin, 1e-9) / 1e-9], [0.5], 1e-8);
  }
  close([preferenceWeight(1e6, 0.3), preferenceWeight(-1e6, 0.3), preferenceLoss(-1e6, 0.3)], [0, 0.3, 3e5]);
});

test('an action compared with itself has the loss log 2 and no advantage', () => {
  const pair = { chosen: action([0, 1]), rejected: action([0, 1]) };
  const difference = [
    [0.3, -2],
    [0.3, -2],
  ];
  assert.equal(
    logRatioMargin(pair, () => ({ start: 0, end: 2 }), difference),
    0,
  );
  assert.equal(preferenceLoss(0, 0.3), Math.LN2);
  closeRows(turnAdvantages([1, 1], [pair], [preferenceWeight(0, 0.3)]), [[0], [0]], 0);
});

test('the weight is the slope of the loss', () => {
  randomCases(100, 'slope', (rng) => {
    const [margin, beta] = [4 * rng.normal(), 2 * rng.next() + 0.01];
    const slope = (preferenceLoss(margin + 1e-5, beta) - preferenceLoss(margin - 1e-5, beta)) / 2e-5;
    close([preferenceWeight(margin, beta)], [-slope], 1e-8);
  });
});

test('more rollouts than its iterations can draw, and one alone, are refused as sentences', () => {
  assert.deepEqual(reasonRag.problems!(values, { groupSize: 8, maxTokens: 256 }), []);
  assert.match(
    reasonRag.problems!(values, { groupSize: 9, maxTokens: 256 }).join(),
    /rollout.groupSize: expected at most 8, .* 7 iterations of 2 children .* got 9/,
  );
  assert.match(
    reasonRag.problems!(values, { groupSize: 1, maxTokens: 256 }).join(),
    /rollout.groupSize: expected at least 2 for reasonRag, got 1/,
  );
});
