import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { browser } from '../support/browser.ts';

const { followSystemTheme, theme } = await import('../../../renderer/state/theme.svelte.ts');

test('the theme is as the system has it until one is chosen, which is remembered', () => {
  assert.equal(browser.dataset.theme, undefined, 'importing it shows nothing');
  browser.stored.set('theme', 'neither');
  followSystemTheme();
  assert.deepEqual([theme.choice, theme.dark, browser.dataset.theme], ['system', false, 'light']);
  browser.systemDark = true;
  assert.deepEqual([theme.dark, browser.dataset.theme], [true, 'dark']);
  theme.set('light');
  assert.deepEqual([theme.dark, browser.dataset.theme, browser.stored.get('theme')], [false, 'light', 'light']);
  browser.systemDark = false;
  theme.set('dark');
  assert.deepEqual([theme.dark, browser.dataset.theme], [true, 'dark']);
  theme.set('system');
  assert.equal(browser.dataset.theme, 'light');
});

test('a remembered theme is there from the start', () => {
  browser.stored.set('theme', 'dark');
  followSystemTheme();
  assert.deepEqual([theme.choice, browser.dataset.theme], ['dark', 'dark']);
});
