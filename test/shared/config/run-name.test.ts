import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOf, runName } from '../../../shared/config/run-name.ts';

test('the label of a run is read back from its name, also where it holds a slash', () => {
  for (const label of ['igpo', 'a/b', 'a/b/c', 'clip 0.2/0.3', '/x', 'x/'])
    assert.equal(labelOf(runName('quickstart', label, 3), 'grpo'), label);
});

test('a name of another shape holds no label: the algorithm stands for it, then the folder', () => {
  for (const name of ['alone', 'quickstart/igpo', '', '/', 'a//1']) {
    assert.equal(labelOf(name, 'grpo', 'run-1'), 'grpo', name);
    assert.equal(labelOf(name, '', 'run-1'), 'run-1', name);
  }
});
