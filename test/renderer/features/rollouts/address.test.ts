/** What a copied link says is what it opens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as address from '../../../../renderer/features/rollouts/address.ts';

const query = (record: Readonly<Record<string, string | null>>): URLSearchParams =>
  new URLSearchParams(Object.entries(record).flatMap(([key, value]) => (value ? [[key, value]] : [])));

const full: address.Filter = {
  firstStep: 3,
  lastStep: 40,
  set: 'evaluation',
  question: 'graded/1/train/624',
  stopReason: 'maxTurns',
  correct: false,
  leastReward: -1.5,
  mostReward: 0,
  words: 'mother of Bela',
};

test('a filter, an order and an open rollout survive the address', () => {
  assert.deepEqual(address.filterOf(query(address.filterQuery(full))), full);
  assert.deepEqual(address.filterOf(query(address.filterQuery({}))), {});
  for (const descending of [true, false])
    for (const orderBy of ['step', 'reward'] as const)
      assert.deepEqual(address.orderOf(query(address.orderQuery({ orderBy, descending }))), { orderBy, descending });
  const open = { run: 'quickstart/igpo-seed-1', step: 40, set: 'evaluation', n: 3 } as const;
  assert.deepEqual(address.openOf(query(address.openQuery(open, null)), null), open);
  assert.deepEqual(address.openOf(query(address.openQuery(open, open.run)), open.run), open);
  assert.equal(query(address.openQuery(open, open.run)).has('run'), false);
  assert.deepEqual(address.addressOf(address.addressText(open)), open);
});

test('a step alone is a filter, a step with n is an address', () => {
  assert.deepEqual(address.filterOf(new URLSearchParams('step=12&set=training')), {
    firstStep: 12,
    lastStep: 12,
    set: 'training',
  });
  assert.deepEqual(address.filterOf(new URLSearchParams('step=12&set=training&n=0')), {});
  assert.equal(address.openOf(new URLSearchParams('step=12'), 'run'), null);
  assert.deepEqual(address.openOf(new URLSearchParams('step=12&n=0'), 'run'), {
    run: 'run',
    step: 12,
    set: 'training',
    n: 0,
  });
});

test('a changed address names nothing rather than another rollout', () => {
  for (const text of ['', '1/2/3', 'x/training/3/run', '1/training/-3/run', '1/training/3', '1/elsewhere/3/run'])
    assert.equal(address.addressOf(text), null, text);
  assert.deepEqual(address.filterOf(new URLSearchParams('ended=<b>&right=maybe&least=NaN&in=x')), {});
  assert.equal(address.orderQuery({ orderBy: 'step', descending: true }).sort, null); // newest first says nothing
  assert.deepEqual(address.orderOf(new URLSearchParams('sort=-constructor')), { orderBy: 'step', descending: true });
});

test('a rollout opens under the same filter, and closing it ends the comparison', () => {
  const open = { run: 'a', step: 40, set: 'training', n: 3 } as const;
  const opening = address.openingQuery(open, { firstStep: 40, lastStep: 40 }, null);
  assert.deepEqual(query(opening).toString(), 'steps=40&run=a&step=40&set=training&n=3');
  assert.equal('with' in opening, false, 'what is pinned stays');
  const closing = address.openingQuery(null, { firstStep: 40, lastStep: 40 }, null);
  assert.deepEqual([query(closing).toString(), closing.with, closing.at], ['steps=40', null, null]);
});
