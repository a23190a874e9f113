/** Which data folder counts: the one named for this start, else that of the settings, else that of the host. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSettings } from '../../../../main/services/app/settings.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const start = { dataFolder: '/host', readOnly: false, version: '0' };

test('a folder named for this start comes before that of the settings, which comes before that of the host', (t) => {
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

test('charts keep the order and size that a person gave them, and each is listed once', (t) => {
  const file = join(temporaryFolder(t), 'settings.json');
  const settings = openSettings(file, start);
  assert.deepEqual(settings.current().charts, []);
  const charts = [
    { id: 'gain/mean', shown: true, size: 'full' },
    { id: 'entropy/mean', shown: false, size: 'small' },
  ] as const;
  settings.change({ charts });
  assert.deepEqual(openSettings(file, start).current().charts, charts);
  assert.throws(() => settings.change({ charts: [charts[0], charts[0]] }), /settings\.charts: expected at most 1000/);
  assert.throws(() => settings.change({ charts: [{ ...charts[0], id: 'x'.repeat(201) }] }), /200 characters, got 201/);
});
