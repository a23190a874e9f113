/** The native menu on each platform. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MenuItemConstructorOptions } from 'electron';
import { menuTemplate } from '../../../main/electron/menu.ts';
import type { Key } from '../../../main/electron/names.ts';

const pressed: Key[] = [];
const nothing = (): void => undefined;
const actions = {
  press: (key: Key) => void pressed.push(key),
  importFolder: nothing,
  openDataFolder: nothing,
  changeDataFolder: nothing,
  openPaper: nothing,
  checkForUpdates: null,
};
const all = (mac: boolean, development: boolean): MenuItemConstructorOptions[] =>
  menuTemplate(actions, { mac, development }).flatMap((menu) => [
    menu,
    ...((menu.submenu as MenuItemConstructorOptions[] | undefined) ?? []),
  ]);
const roles = (mac: boolean, development: boolean): unknown[] => all(mac, development).map(({ role }) => role);

test('reload and developer tools exist in development only', () => {
  assert.ok(roles(false, true).includes('reload') && roles(false, true).includes('toggleDevTools'));
  assert.ok(!roles(false, false).includes('reload') && !roles(false, false).includes('toggleDevTools'));
});

test('a Mac has the app menu first, which quits; elsewhere File ends with Quit', () => {
  assert.equal(roles(true, false)[0], 'appMenu');
  assert.ok(roles(true, false).includes('close') && !roles(true, false).includes('quit'));
  assert.ok(roles(false, false).includes('quit') && !roles(false, false).includes('appMenu'));
});

test('no shortcut exists twice, and each needs a modifier, since bare keys belong to text fields', () => {
  const shortcuts = all(false, true).flatMap(({ accelerator }) => accelerator ?? []);
  assert.equal(new Set(shortcuts).size, shortcuts.length);
  for (const shortcut of shortcuts) assert.match(String(shortcut), /^CmdOrCtrl\+/);
});

test('a view’s item presses the digit that opens the view in the window', () => {
  const compare = all(false, false).find(({ label }) => label === 'Compare')!;
  (compare.click as () => void)();
  assert.deepEqual(pressed, [{ key: '3', command: false }]);
  assert.equal(compare.accelerator, 'CmdOrCtrl+3');
});

test('updates can be looked for only in a build that has a place to look', () => {
  const labels = (checkForUpdates: (() => void) | null): unknown[] =>
    menuTemplate({ ...actions, checkForUpdates }, { mac: false, development: false })
      .flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[])
      .map(({ label }) => label);
  assert.ok(!labels(null).includes('Check for updates…'));
  assert.ok(labels(nothing).includes('Check for updates…'));
});
