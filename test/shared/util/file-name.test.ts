import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderName } from '../../../main/run-folder/experiments.ts';
import { fileName } from '../../../shared/util/file-name.ts';
import { acting, hostileStrings } from '../../support/hostile-strings.ts';

test('a title becomes a name that every file system takes', () => {
  assert.equal(fileName('IGPO vs GRPO, 3 hops'), 'igpo-vs-grpo-3-hops');
  assert.equal(fileName('../..\\Größe: 0.5?'), 'größe-0.5');
  assert.equal(fileName('…'), 'untitled');
  assert.equal(fileName('a'.repeat(200)).length, 60);
  assert.equal(fileName(`${'a'.repeat(59)}. b`), 'a'.repeat(59));
  assert.equal(fileName('𝔸'.repeat(99)), '𝔸'.repeat(60)); // no half pair
});

test('no title is a name that Windows keeps for a device', () => {
  assert.deepEqual(
    ['CON', 'nul.txt', 'Com1', 'lpt².x', 'CONIN$'].map((title) => fileName(title)),
    [...['untitled-con', 'untitled-nul.txt', 'untitled-com1', 'untitled-lpt².x', 'untitled-conin']],
  );
  assert.deepEqual(['CON', 'aux!', 'console', ''].map(folderName), ['run-con', 'run-aux', 'console', 'run']);
});

test('no hostile title leaves its folder, hides its name or is too long', () => {
  for (const name of [...hostileStrings.map((text) => fileName(text)), ...hostileStrings.map(folderName)]) {
    assert.match(name, /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u);
    assert.doesNotMatch(name, acting);
    assert.doesNotMatch(name, /\.\.|^(?:con|nul|com\d)(?:\.|$)/);
    assert.ok(Buffer.byteLength(`${name}.html`) <= 255);
  }
});
