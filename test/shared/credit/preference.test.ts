/** Pairs of actions, and the advantages that follow from them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  logRatioMargin,
  preferencePairs,
  tokenAdvantages,
  turnAdvantages,
  type Action,
} from '../../../shared/credit/preference.ts';
import { pathOf } from '../../../shared/credit/search-tree.ts';
import { preferenceLoss, preferenceWeight } from '../../../shared/loss/preference-loss.ts';
import { mean, sum } from '../../../shared/util/math.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { path, randomPaths, said } from '../../support/search-paths.ts';

const action = (rollouts: readonly number[]): Action => ({ turn: 0, part: 'whole', rollouts });

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
