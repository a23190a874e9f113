/** The parts of a report as a person arranges them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as list from '../../../../renderer/features/reports/block-list.ts';
import { standardBlocks } from '../../../../shared/report/blocks.ts';

const kinds = (blocks: list.Blocks): string => blocks.map(({ kind }) => kind).join(' ');
const some: list.Blocks = [{ kind: 'verdict' }, { kind: 'results' }, { kind: 'methods' }];

test('a block is added where a usual report has it, a text at the end', () => {
  const curve = list.withBlock(some, 'curve');
  assert.equal(kinds(curve.blocks), 'verdict curve results methods');
  assert.equal(curve.at, 1);
  const again = list.withBlock(curve.blocks, 'curve');
  assert.deepEqual(
    [kinds(again.blocks), again.at],
    ['verdict curve curve results methods', 2],
    'after the one there is',
  );
  const text = list.withBlock(some, 'text');
  assert.deepEqual([text.blocks.at(-1), text.at], [{ kind: 'text', text: '' }, 3]);
  assert.equal(kinds(list.withBlock([], 'runs').blocks), 'runs');
});

test('texts and curves can be added again, other blocks once', () => {
  assert.deepEqual(list.addable(standardBlocks), ['text', 'curve']);
  assert.ok(list.addable(some).includes('runs'));
  assert.ok(!list.addable(some).includes('verdict'));
});

test('a block is moved to another place, the first or the last at most', () => {
  assert.equal(kinds(list.withMovedBlock(some, 2, 0).blocks), 'methods verdict results');
  const last = list.withMovedBlock(some, 0, Infinity);
  assert.deepEqual([kinds(last.blocks), last.at], ['results methods verdict', 2]);
  assert.equal(list.withMovedBlock(some, 0, -Infinity).blocks, some);
});

test('a metric is chosen for one curve and given back, and only the usual blocks are as usual', () => {
  const chosen = list.withMetric(standardBlocks, 1, 'gain/mean');
  assert.deepEqual(chosen[1], { kind: 'curve', metric: 'gain/mean' });
  assert.ok(!list.isStandard(chosen));
  assert.ok(list.isStandard(list.withMetric(chosen, 1, null)));
  assert.ok(!list.isStandard(list.withoutBlock(standardBlocks, 0)));
  assert.ok(!list.isStandard(list.withMovedBlock(standardBlocks, 0, 1).blocks));
});
