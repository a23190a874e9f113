/** Which data folder counts: the one asked for at this start, else the settings', else the host's. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSettings } from '../../main/services/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const start = { dataFolder: '/host', readOnly: false, version: '0' };

test('a folder asked for at the start comes before the settings, which come before the host', (t) => {
  const file = join(temporaryFolder(t), 'settings.json');
  assert.equal(openSettings(file, start).current().dataFolder, '/host');
  writeFileSync(file, JSON.stringify({ dataFolder: '/kept' }));
  assert.equal(openSettings(file, start).current().dataFolder, '/kept');
  const asked = openSettings(file, start, '/asked');
  assert.equal(asked.current().dataFolder, '/asked');
  assert.equal(asked.current().nextDataFolder, null);
});

test('another folder is announced for the next start and not used in this one', (t) => {
  const root = temporaryFolder(t);
  const settings = openSettings(join(root, 'settings.json'), start);
  settings.change({ dataFolder: root });
  assert.equal(settings.current().dataFolder, '/host');
  assert.equal(settings.current().nextDataFolder, root);
});
