import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';

const { cell, component, flushSync, watch } = await import('../support/component.svelte.ts');
const { commands, offer, runKeys } = await import('../../../renderer/state/commands.svelte.ts');

const command = (title: string, run: () => void = () => undefined, more: object = {}) => ({
  ...{ title, group: 'G', keys: 'j', run },
  ...more,
});
const titles = () => commands.all.map(({ title }) => title);

test('commands are there while their component is, the later ones first', () => {
  const below = component(() => offer(() => [command('below')]));
  const above = component(() => offer(() => [command('above')]));
  assert.deepEqual(titles(), ['above', 'below']);
  const ran: string[] = [];
  const top = component(() => offer(() => [command('top', () => ran.push('top'))]));
  assert.equal(runKeys('j', false), true);
  assert.deepEqual(ran, ['top']);
  for (const { destroy } of [top, above, below]) destroy();
  assert.deepEqual(titles(), []);
  assert.equal(runKeys('j', false), false);
});

test('a shortcut is not run while a text field has the focus, but for one that asks to be', () => {
  const ran: string[] = [];
  const { destroy } = component(() =>
    offer(() => [
      command('row', () => ran.push('row')),
      command('palette', () => ran.push('palette'), { keys: 'mod+k', inText: true }),
    ]),
  );
  assert.deepEqual([runKeys('j', true), runKeys('mod+k', true)], [false, true]);
  assert.deepEqual(ran, ['palette']);
  destroy();
});

test('readers of the commands follow their reactive values and the components that come and go', () => {
  const chosen = cell('a');
  const { state: seen, destroy } = component(() => watch(titles));
  const offering = component(() => offer(() => [command(`Open ${chosen.value}`)]));
  chosen.value = 'b';
  flushSync();
  offering.destroy();
  flushSync();
  assert.deepEqual(seen, [[], ['Open a'], ['Open b'], []]);
  destroy();
});

test('palette and help are shown and hidden', () => {
  commands.openPalette();
  commands.helpShown = true;
  assert.deepEqual([commands.paletteShown, commands.helpShown], [true, true]);
  commands.paletteShown = false;
  commands.helpShown = false;
  assert.deepEqual([commands.paletteShown, commands.helpShown], [false, false]);
});
