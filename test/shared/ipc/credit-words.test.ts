import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { CreditRow } from '../../../shared/ipc/credit-views.ts';
import { creditorTitle, refusals, rescueSentence } from '../../../shared/ipc/credit-words.ts';
import { noFigures } from '../../../shared/xray/credit-figures.ts';

const row = (title: string, rest: Partial<CreditRow> = {}): CreditRow => ({
  ...{ choice: title, title, own: false, problem: null, figures: null },
  ...rest,
});

test('the run’s own algorithm is distinguished from the same one with other values', () => {
  assert.deepEqual(
    [creditorTitle(row('IGPO', { own: true })), creditorTitle(row('IGPO'))],
    ['IGPO, as trained', 'IGPO'],
  );
});

test('a reason is given once, with all algorithms that it holds for', () => {
  const rows = [
    row('IGPO'),
    row('PPO', { problem: 'a' }),
    row('Tree', { problem: 'b' }),
    row('TIPS', { problem: 'a' }),
  ];
  assert.deepEqual(refusals(rows), [
    { titles: 'PPO, TIPS', problem: 'a' },
    { titles: 'Tree', problem: 'b' },
  ]);
  assert.deepEqual(refusals([row('IGPO')]), []);
});

test('a sentence says how many groups with equal outcomes the run’s own algorithm learns from', () => {
  const said = (groups: number, level: number, rescued: number): string | null => {
    const count = (all: number) => ({ all, right: 0, wrong: all });
    const figures = { ...noFigures, groups, equalOutcomes: count(level), rescued: count(rescued) };
    return rescueSentence([row('IGPO', { own: true, figures }), row('GRPO')]);
  };
  const start =
    'In 81 of 1,640 groups all outcomes are equal, and outcome-only methods learn nothing; IGPO learns from';
  assert.equal(said(1640, 81, 79), `${start} 79 of these.`);
  assert.equal(said(1640, 81, 81), `${start} all of these.`);
  assert.equal(said(1640, 81, 0), `${start} none of these.`);
  assert.match(said(5, 0, 0)!, /^In all 5 groups outcomes differ/);
  assert.equal(said(0, 0, 0), null);
  assert.equal(rescueSentence([row('IGPO', { problem: 'no' })]), null);
});
