import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../support/runes.ts';
import { browser } from '../../support/browser.ts';

const { component } = await import('../../support/component.svelte.ts');
const { tableQuery } = await import('../../../../renderer/features/experiments/table-query.svelte.ts');
const opened = () => component(() => tableQuery()).state;

test('the newest experiments come first, all of them open, until a person says otherwise', () => {
  assert.deepEqual(opened().query, {
    ...{ words: '', archived: false, show: 'all', sort: 'created', descending: true },
    closed: new Set(),
  });
});

test('a column sorts from its largest value, names from A, and the other way when it is pressed again', () => {
  const table = opened();
  const pressed = (['name', 'name', 'exactMatch', 'exactMatch'] as const).map((key) => {
    table.sortBy(key);
    return [table.query.sort, table.query.descending];
  });
  assert.deepEqual(pressed, [
    ['name', false],
    ['name', true],
    ['exactMatch', true],
    ['exactMatch', false],
  ]);
});

test('closed experiments, order and kind are there at the next start; words and the archived are not', () => {
  browser.stored.clear();
  const table = opened();
  table.words = 'igpo';
  table.archived = true;
  table.show = 'attention';
  table.sortBy('state');
  for (const id of ['a', 'b', 'a']) table.toggleOpen(id);
  assert.deepEqual(opened().query, {
    ...{ words: '', archived: false, show: 'attention', sort: 'state', descending: true },
    closed: new Set(['b']),
  });
});

test('“Show all” ends the filter, not the order', () => {
  const table = opened();
  table.words = 'igpo';
  table.show = 'active';
  table.sortBy('left');
  table.showAll();
  assert.deepEqual([table.query.words, table.query.show, table.query.sort], ['', 'all', 'left']);
});
