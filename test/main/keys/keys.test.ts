import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openKeys } from '../../../main/keys/keys.ts';
import type { Keychain } from '../../../main/keys/keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = 'sk-planted-9f8e7d';

/** Seals by turning the text round. */
const turning: Keychain = {
  seal: (value) => [...value].reverse().join(''),
  open: (sealed) => [...sealed].reverse().join(''),
};

test('a key is kept, replaced and removed, and another start reads it', (t) => {
  const file = join(temporaryFolder(t), 'config', 'keys.json');
  const keys = openKeys(file);
  assert.equal(keys.get('webSearch'), null);
  keys.set('webSearch', ` ${key}\n`); // as it was pasted
  keys.set('hub', 'hf_1');
  assert.equal(openKeys(file).get('webSearch'), key);
  keys.set('hub', 'hf_2');
  keys.remove('webSearch');
  assert.equal(openKeys(file).get('webSearch'), null);
  assert.equal(openKeys(file).get('hub'), 'hf_2');
});

test('the view says which keys are set and where they lie, and holds no key', (t) => {
  const file = join(temporaryFolder(t), 'keys.json');
  const keys = openKeys(file);
  keys.set('webSearch', key);
  const view = keys.view();
  assert.deepEqual(
    view.keys.map(({ name, isSet }) => [name, isSet]),
    [
      ['webSearch', true],
      ['hub', false],
    ],
  );
  assert.equal(view.file, file);
  assert.ok(!JSON.stringify(view).includes(key));
});

test('without a keychain the file is for its owner alone, and one that others may read is refused', (t) => {
  const file = join(temporaryFolder(t), 'keys.json');
  const keys = openKeys(file);
  keys.set('webSearch', key);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  chmodSync(file, 0o644);
  assert.throws(() => keys.get('webSearch'), /keys\.json: expected a file that only its owner can read, got mode 644/);
  assert.throws(() => keys.set('hub', 'hf_1'), /got mode 644/);
});

test('a keychain seals every key, and a file from before it is sealed with the next key', (t) => {
  const file = join(temporaryFolder(t), 'keys.json');
  openKeys(file).set('hub', 'hf_1');
  const sealed = openKeys(file, turning);
  assert.equal(sealed.get('hub'), 'hf_1');
  sealed.set('webSearch', key);
  assert.ok(!readFileSync(file, 'utf8').includes(key) && !readFileSync(file, 'utf8').includes('hf_1'));
  assert.equal(openKeys(file, turning).get('webSearch'), key);
  assert.equal(sealed.view().file, null);
});

test('a key that the keychain does not open is a sentence that does not hold it', (t) => {
  const file = join(temporaryFolder(t), 'keys.json');
  openKeys(file, turning).set('webSearch', key);
  const deaf: Keychain = {
    seal: turning.seal,
    open: () => {
      throw new Error('no');
    },
  };
  assert.throws(
    () => openKeys(file).get('webSearch'),
    /webSearch: expected the system's keychain to open it, got no keychain — remove the key/,
  );
  assert.throws(
    () => openKeys(file, deaf).get('webSearch'),
    ({ message }: Error) => /got a refusal — remove the key and give it again/.test(message) && !message.includes(key),
  );
  openKeys(file, deaf).remove('webSearch'); // what cannot be opened can be removed
  assert.equal(openKeys(file, deaf).get('webSearch'), null);
});

test('a text that is no key is refused without being repeated, and a damaged file is a sentence', (t) => {
  const file = join(temporaryFolder(t), 'keys.json');
  const keys = openKeys(file);
  for (const wrong of ['', '   ', 'two words', 'line\r\nX-Header: 1', 'schlüssel', 'x'.repeat(4097)])
    assert.throws(
      () => keys.set('hub', wrong),
      ({ message }: Error) =>
        /key hub: expected 1 to 4096 visible ASCII/.test(message) && !message.includes('X-Header'),
    );
  assert.equal(existsSync(file), false);
  writeFileSync(file, '{', { mode: 0o600 });
  assert.throws(() => keys.view(), /keys\.json/);
});
