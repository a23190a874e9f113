import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import '../support/browser.ts';
import { answered, fakeServices } from '../support/fake-services.ts';

const { chooseTheme, followChosenTheme } = await import('../../../renderer/state/choose-theme.ts');
const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { theme } = await import('../../../renderer/state/theme.svelte.ts');
const services = fakeServices();
connect(services.bridge);

test('a chosen theme shows at once and is kept with the settings, even where keeping fails', async () => {
  chooseTheme('dark');
  assert.equal(theme.choice, 'dark');
  assert.deepEqual(services.inputs('changeSettings'), [{ theme: 'dark' }]);
  services.last('changeSettings').error('This window is read-only.');
  await answered();
  assert.equal(theme.choice, 'dark');
});

test('the theme follows the settings, but not where this window may not change them', () => {
  followChosenTheme();
  const settings = services.last('settings');
  settings.value({ theme: 'light', readOnly: false });
  assert.equal(theme.choice, 'light');
  settings.value({ theme: 'dark', readOnly: true });
  assert.equal(theme.choice, 'light');
});
