/** The facts of devices, and that no other file names a device. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isOfAnotherMachine, takesAllCores } from '../../../main/devices/facts.ts';
import { devices } from '../../../shared/config/sections.ts';
import { readSources } from '../../support/read-sources.ts';

test('a run takes all cores if it computes on threads and none are named; an unknown device takes none', () => {
  assert.equal(takesAllCores({ device: 'cpu', threads: 0 }), true);
  assert.equal(takesAllCores({ device: 'cpu', threads: 2 }), false);
  assert.equal(takesAllCores({ device: 'webgpu', threads: 0 }), false);
  assert.equal(takesAllCores({ device: 'cuda', threads: 0 }), false);
});

test('a CPU belongs to another machine if its description begins with another name; a GPU is never recognised', () => {
  assert.equal(isOfAnotherMachine('cpu', 'Zen 5, 2 threads, onnxruntime 1.30', 'Zen 5'), false);
  assert.equal(isOfAnotherMachine('cpu', 'Zen 4, 2 threads, onnxruntime 1.30', 'Zen 5'), true);
  assert.equal(isOfAnotherMachine('webgpu', 'WebGPU, onnxruntime 1.30', 'Zen 5'), false);
});

test('outside of main/devices only the config’s declaration names a device', () => {
  const named = readSources()
    .map(({ path }) => path)
    .filter((path) => /^(shared|main|renderer)\//.test(path) && !path.startsWith('main/devices/'))
    .filter((path) => {
      const text = readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
      return devices.some((device) => text.includes(`'${device}'`) || text.includes(`"${device}"`));
    });
  assert.deepEqual(named, ['shared/config/sections.ts']);
});
