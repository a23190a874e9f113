import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  checkpointFolder,
  checkpointSteps,
  keepCheckpoint,
  latestCheckpoint,
  loadCheckpoint,
  retainCheckpoints,
  saveCheckpoint,
} from '../../../main/run-folder/checkpoint-folder.ts';
import { sha256 } from '../../../main/run-folder/disk.ts';
import { loadWarmStart, saveWarmStart } from '../../../main/warm-start/warm-start.ts';
import type { Checkpoint } from '../../../shared/record/checkpoint.ts';
import { diskWithSpace } from '../../support/full-disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const hash = 'ab'.repeat(32);

const checkpoint = (step: number): Checkpoint => ({
  step,
  configHash: hash,
  counters: { rollouts: 128 * step, sampledTokens: 4000, searchCalls: 300, seconds: 12.5 },
  earlyStop: { best: 0.75, since: 3 },
  adapted: { klCoefficient: 0.05 },
  params: { 'block.0.weight': { shape: [2, 3], data: Float32Array.of(1, 2, 3, -0, 1e-40, 1 / 3) } },
  optState: { step: { shape: [], data: Float32Array.of(step) }, m: { shape: [1], data: Float32Array.of(-1) } },
});

function flipBit(path: string, byte: number): void {
  const bytes = readFileSync(path);
  bytes[byte] ^= 1;
  writeFileSync(path, bytes);
}

test('a checkpoint comes back bit for bit', (t) => {
  const run = temporaryFolder(t);
  const folder = saveCheckpoint(run, checkpoint(20));
  assert.equal(folder, join(run, 'checkpoints', 'step-20'));
  assert.deepEqual(loadCheckpoint(folder, hash), checkpoint(20));
});

test('a truncated tensor file is refused with the bytes it should have', (t) => {
  const folder = saveCheckpoint(temporaryFolder(t), checkpoint(3));
  const path = join(folder, 'params.safetensors');
  const whole = readFileSync(path).length;
  truncateSync(path, 40);
  assert.throws(() => loadCheckpoint(folder), {
    message: `checkpoint ${folder}/params.safetensors: expected ${whole} bytes of data, got 40 — the file is truncated; copy it again or use another checkpoint`,
  });
});

test('one flipped bit anywhere in a tensor file is found', (t) => {
  const folder = saveCheckpoint(temporaryFolder(t), checkpoint(3));
  for (const name of ['params.safetensors', 'optimizer.safetensors']) {
    const path = join(folder, name);
    for (let byte = 0; byte < readFileSync(path).length; byte += 7) {
      flipBit(path, byte);
      assert.throws(
        () => loadCheckpoint(folder),
        /: expected SHA-256 .* — the file is damaged; /,
        `${name}, byte ${byte}`,
      );
      flipBit(path, byte);
    }
  }
  assert.deepEqual(loadCheckpoint(folder), checkpoint(3));
});

test('another config, a newer version and a missing file are refused in words', (t) => {
  const folder = saveCheckpoint(temporaryFolder(t), checkpoint(3));
  assert.throws(() => loadCheckpoint(folder, '1ab0'.repeat(16)), {
    message: `checkpoint ${folder}: written for config abababab, this run is 1ab01ab0 — start a new run or load with the old config`,
  });
  const path = join(folder, 'state.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"formatVersion": 1', '"formatVersion": 2'));
  assert.throws(
    () => loadCheckpoint(folder),
    /expected format version 1 or older, got 2 — .* newer IGPO Lab; update this one$/,
  );
  writeFileSync(path, text.replace('"rollouts": 384', '"rollouts": -1'));
  assert.throws(() => loadCheckpoint(folder), /state\.json, counters, rollouts: expected an integer ≥ 0, got -1$/);
  writeFileSync(path, text.slice(0, 50));
  assert.throws(() => loadCheckpoint(folder), /state\.json: expected JSON, got .* — the file is damaged$/);
  assert.throws(() => loadCheckpoint('nowhere'), {
    message: 'nowhere/state.json: expected the state of a checkpoint, got no such file',
  });
});

test('the latest checkpoint is the newest intact one, and says which newer ones are damaged', (t) => {
  const run = temporaryFolder(t);
  for (const step of [5, 10, 20]) saveCheckpoint(run, checkpoint(step)); // as text, step-20 comes before step-5
  assert.equal(latestCheckpoint(run, hash).checkpoint?.step, 20);
  flipBit(join(checkpointFolder(run, 20), 'params.safetensors'), 100);
  const { checkpoint: found, damaged } = latestCheckpoint(run, hash);
  assert.deepEqual(found, checkpoint(10));
  assert.equal(damaged.length, 1);
  assert.match(damaged[0], /step-20\/params\.safetensors: expected SHA-256/);
});

test('damaged checkpoints without an intact one are an error, no checkpoints at all are not', (t) => {
  const run = temporaryFolder(t);
  assert.deepEqual(latestCheckpoint(run), { checkpoint: null, damaged: [] });
  truncateSync(join(saveCheckpoint(run, checkpoint(5)), 'state.json'), 0);
  assert.throws(
    () => latestCheckpoint(run),
    /expected an intact checkpoint, got 1 that cannot be used — start a new run\. .*step-5/,
  );
});

test('a process killed while saving leaves no checkpoint, and the next save clears what it left', (t) => {
  const run = temporaryFolder(t);
  saveCheckpoint(run, checkpoint(5));
  for (const name of ['.incomplete', '.step-10.0123456789abcdef.part']) {
    mkdirSync(join(run, 'checkpoints', name));
    writeFileSync(join(run, 'checkpoints', name, 'params.safetensors'), 'half');
  }
  assert.equal(latestCheckpoint(run).checkpoint?.step, 5);
  saveCheckpoint(run, checkpoint(10));
  assert.deepEqual(readdirSync(join(run, 'checkpoints')).sort(), ['step-10', 'step-5']);
});

test('a full disk fails the save in words at any byte, and keeps what was there', (t) => {
  const run = temporaryFolder(t);
  saveCheckpoint(run, checkpoint(5));
  for (const space of [0, 1, 100, 300, 500]) {
    assert.throws(() => saveCheckpoint(run, checkpoint(10), false, diskWithSpace(space)), {
      message:
        /\.step-10\.[0-9a-f]{16}\.part\/\w+\.\w+: expected to write \d+ bytes, got \d+ because the disk is full — free some space there and resume the run; nothing written before is lost$/,
    });
    assert.deepEqual(readdirSync(join(run, 'checkpoints')), ['step-5']);
  }
  assert.deepEqual(latestCheckpoint(run).checkpoint, checkpoint(5));
});

test('saving a step again leaves an intact checkpoint alone and replaces a damaged one', (t) => {
  const run = temporaryFolder(t);
  const path = join(saveCheckpoint(run, checkpoint(5)), 'params.safetensors');
  saveCheckpoint(run, checkpoint(5), false, () => assert.fail('wrote again'));
  truncateSync(path, 9);
  assert.deepEqual(loadCheckpoint(saveCheckpoint(run, checkpoint(5))), checkpoint(5));
});

test('retention keeps the last n and those kept explicitly', (t) => {
  const run = temporaryFolder(t);
  saveCheckpoint(run, checkpoint(5), true);
  for (const step of [10, 15, 20, 25]) saveCheckpoint(run, checkpoint(step));
  keepCheckpoint(run, 15);
  assert.deepEqual(retainCheckpoints(run, 2), [10]);
  assert.deepEqual(checkpointSteps(run), [5, 15, 20, 25]);
  assert.deepEqual(retainCheckpoints(run, 9), []);
  assert.throws(() => retainCheckpoints(run, 0), { message: 'retainCheckpoints: expected n ≥ 1, got 0' });
});

test('a warm start comes back bit for bit, and a damaged or missing one is refused', (t) => {
  const folder = join(temporaryFolder(t), 'two-hop');
  const { params } = checkpoint(0);
  const model = {
    architecture: { width: 64, layers: 2 },
    tokenizer: 'words-400',
    world: 'kinship',
    provenance: { command: 'npm run …' },
    params,
  };
  saveWarmStart(folder, model);
  const paramsHash = sha256(readFileSync(join(folder, 'params.safetensors')));
  assert.deepEqual(loadWarmStart(folder), { ...model, paramsHash });
  assert.deepEqual(readdirSync(folder).sort(), ['model.json', 'params.safetensors']);
  truncateSync(join(folder, 'params.safetensors'), 70);
  assert.throws(
    () => loadWarmStart(folder),
    /^RangeError: warm start .*two-hop\/params\.safetensors: expected \d+ bytes of data, got 70 — /,
  );
  assert.throws(() => loadWarmStart('nowhere'), {
    message: 'nowhere/model.json: expected a warm start, got no such file',
  });
});
