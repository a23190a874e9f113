import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../support/runes.ts';

const { cell, component } = await import('../../support/component.svelte.ts');
const { rowSelection } = await import('../../../../renderer/features/experiments/row-selection.svelte.ts');

function selection() {
  const listed = cell<readonly string[]>(['a', 'b', 'c', 'd']);
  const removed = cell<readonly string[]>([]);
  const { state } = component(() =>
    rowSelection(
      () => listed.value,
      (id) => !removed.value.includes(id),
    ),
  );
  return { rows: state, listed, removed };
}

test('the current row moves within the table, from its top at first', () => {
  const { rows, listed } = selection();
  assert.deepEqual([rows.current, rows.at, rows.chosen], [null, -1, []]);
  const moved = [1, 1, -9, 9].map((by) => (rows.move(by), rows.current));
  assert.deepEqual(moved, ['a', 'b', 'a', 'd']);
  listed.value = ['d', 'a'];
  assert.equal(rows.at, 0, 'it stays current where it is sorted to');
  listed.value = [];
  rows.move(1);
  assert.deepEqual([rows.current, rows.at], ['d', -1]);
});

test('what is chosen is what is selected, or else the current row, without rows that were removed', () => {
  const { rows, removed } = selection();
  rows.move(1);
  assert.deepEqual(rows.chosen, ['a']);
  rows.toggle('b');
  rows.toggle('c');
  assert.deepEqual(rows.chosen, ['b', 'c']);
  removed.value = ['b'];
  assert.deepEqual(rows.chosen, ['c']);
  rows.toggle('b');
  rows.toggle('c');
  assert.deepEqual(rows.chosen, ['a']);
});

test('a click selects one row more, all up to it, or nothing but makes it current', () => {
  const { rows, listed } = selection();
  rows.pick('c', 'upTo'); // from no row
  assert.deepEqual([rows.current, [...rows.selected]], ['c', []]);
  rows.pick('a', 'upTo');
  assert.deepEqual([rows.current, [...rows.selected]], ['a', ['a', 'b', 'c']]);
  rows.pick('b', 'one');
  assert.deepEqual([rows.current, [...rows.selected]], ['b', ['a', 'c']]);
  rows.pick('d', 'alone');
  assert.deepEqual([rows.current, [...rows.selected]], ['d', []]);
  listed.value = ['a', 'b'];
  rows.pick('b', 'upTo');
  assert.deepEqual([...rows.selected], [], 'the current row is not listed: there is nothing between');
});
