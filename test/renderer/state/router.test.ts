import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { browser } from '../support/browser.ts';

const { component, flushSync, watch } = await import('../support/component.svelte.ts');
const { followAddress, go, link, replaceQuery, router } = await import('../../../renderer/state/router.svelte.ts');
const shown = () => [router.address.view, router.address.path, router.address.query.toString()];

test('the address that the page opened with is shown once it is followed', () => {
  browser.hash = '#/live/a';
  assert.deepEqual(shown(), ['experiments', '', '']);
  followAddress();
  assert.deepEqual(shown(), ['live', 'a', '']);
});

test('an address has a view, a path and a query; without any it is the first view', () => {
  browser.hash = '';
  assert.deepEqual(shown(), ['experiments', '', '']);
  browser.hash = '#/live/quickstart-2/igpo-seed-1?chart=gain%2Fmean';
  assert.deepEqual(shown(), ['live', 'quickstart-2/igpo-seed-1', 'chart=gain%2Fmean']);
  browser.hash = '#/live/%E0%A4%A';
  assert.deepEqual(shown(), ['live', '', ''], 'a link that was cut leads to the view');
});

test('a link leads to what it was made from', () => {
  const id = 'my experiment/a ? b # 100 %';
  go(link('rollouts', id, { step: 3, with: null, question: '', of: 'a,b' }));
  assert.deepEqual(shown(), ['rollouts', id, 'step=3&of=a%2Cb']);
  assert.equal(link('compare'), '#/compare');
});

test('a replaced query changes what is shown', () => {
  go(link('compare', '', { of: 'a', metric: 'm' }));
  const { state: seen, destroy } = component(() => watch(() => router.address.query.toString()));
  replaceQuery({ metric: null, level: 0.9 });
  flushSync();
  assert.deepEqual(seen, ['of=a&metric=m', 'of=a&level=0.9']);
  assert.equal(browser.hash, '#/compare?of=a&level=0.9');
  destroy();
});
