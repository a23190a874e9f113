import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointFolder, checkpointSteps } from '../../../main/run-folder/checkpoint-folder.ts';
import { createControl } from '../../../main/trainer/control.ts';
import { runFiles } from '../../../main/run-folder/run-folder.ts';
import { runSession } from '../../../main/trainer/session.ts';
import type { SessionReport } from '../../../main/trainer/session.ts';
import { lockHolder } from '../../../main/run-folder/lock.ts';
import { saveWarmStart, loadWarmStart } from '../../../main/warm-start/warm-start.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';
import { decided, tinyConfig } from '../../support/tiny-run.ts';

let root: string;
let checkpoint: string;
let whole: string;

before(async () => {
  root = mkdtempSync(join(tmpdir(), 'igpo-session-'));
  checkpoint = join(root, 'warm-start');
  await saveTinyWarmStart(checkpoint);
  whole = join(root, 'whole');
  assert.deepEqual(await session(whole), { end: 'steps', step: 3 });
});
after(() => rmSync(root, { recursive: true }));

/** A session that calls `act` after a step. */
function session(
  folder: string,
  { resume = false, changes = {}, act = () => undefined }: Partial<Options> = {},
  reports: SessionReport[] = [],
) {
  const control = createControl();
  const request = { folder, config: resume ? null : tinyConfig(checkpoint, changes), codeVersion: 'test' };
  return runSession(request, control, (report) => {
    reports.push(report);
    if (report.kind === 'step') act(report.step, control);
    if (report.kind === 'paused') setImmediate(() => control.resume());
  });
}

interface Options {
  readonly resume: boolean;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly act: (step: number, control: ReturnType<typeof createControl>) => void;
}

const events = (folder: string): Record<string, unknown>[] =>
  readFileSync(runFiles(folder).events, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const kinds = (folder: string) => events(folder).map(({ kind }) => kind);

test('a session writes metrics of each step, its rollouts, its checkpoints and its events', () => {
  const { metrics } = decided(whole) as { metrics: Record<string, number>[] };
  assert.deepEqual(
    metrics.map(({ step }) => step),
    [0, 1, 2, 3],
  );
  const evaluated = (split: string) => metrics.map((line) => `evaluation/${split}/exact_match` in line);
  assert.deepEqual(evaluated('test'), [true, false, true, true]);
  assert.deepEqual(evaluated('testHops'), [false, false, false, true]); // the other splits once, at the end
  assert.deepEqual(checkpointSteps(whole), [2, 3]); // the last two
  assert.deepEqual(kinds(whole), [
    ...['started', 'evaluation', 'checkpoint', 'evaluation', 'checkpoint', 'evaluation', 'checkpoint', 'finished'],
  ]);
  assert.equal(lockHolder(whole), null);
});

test('one config and seed gives the same metrics, rollouts and params bit for bit, another seed does not', async () => {
  await session(join(root, 'again'));
  assert.deepEqual(decided(join(root, 'again')), decided(whole));
  await session(join(root, 'seed 2'), { changes: { seed: 2 } });
  assert.notDeepEqual(decided(join(root, 'seed 2')), decided(whole));
});

test('a run that was stopped after any step and resumed equals one that was not', async () => {
  for (const stop of [0, 1, 2]) {
    const folder = join(root, `stopped ${stop}`);
    const end = await session(folder, { act: (step, control) => step === stop && control.stop() });
    assert.deepEqual(end, { end: 'stopped', step: stop });
    assert.equal(kinds(folder).at(-1), 'stopped');
    assert.deepEqual(await session(folder, { resume: true }), { end: 'steps', step: 3 });
    assert.deepEqual(decided(folder), decided(whole));
  }
});

test('a paused run waits, reports that, and is otherwise unchanged', async () => {
  const folder = join(root, 'paused');
  await session(folder, { act: (step, control) => step === 1 && control.pause() });
  assert.deepEqual(
    kinds(folder).filter((kind) => kind === 'paused' || kind === 'resumed'),
    ['paused', 'resumed'],
  );
  assert.deepEqual(decided(folder), decided(whole));
});

test('a damaged checkpoint is named, and the older one is used', async () => {
  const folder = join(root, 'damaged');
  await session(folder, { act: (step, control) => step === 2 && control.stop() });
  truncateSync(join(checkpointFolder(folder, 2), 'params.safetensors'), 1000);
  const reports: SessionReport[] = [];
  await session(folder, { resume: true }, reports);
  const [started] = reports;
  assert.ok(started.kind === 'started');
  assert.equal(started.step, 1);
  assert.match(started.damaged.join(), /step-2.*truncated/);
  assert.deepEqual(decided(folder), decided(whole));
});

test('a run without an intact checkpoint does not silently start over', async () => {
  const folder = join(root, 'all damaged');
  await session(folder, { act: (step, control) => step === 1 && control.stop() });
  truncateSync(join(checkpointFolder(folder, 1), 'params.safetensors'), 1000);
  await assert.rejects(session(folder, { resume: true }), /expected an intact checkpoint, got 1 that cannot be used/);
});

test('a second session in the folder is refused with the first one’s process', async () => {
  const folder = join(root, 'twice');
  let second: unknown = null;
  await session(folder, {
    act: (step, control) => {
      if (step !== 1) return;
      control.pause();
      second = session(folder, { resume: true }).catch((error: Error) => error.message);
    },
  });
  assert.match(String(await second), new RegExp(`only writer, got process ${process.pid} `));
});

test('a finished run cannot be resumed', async () => {
  await assert.rejects(session(whole, { resume: true }), /got one that has finished — start a new run/);
});

test('a failing step ends the run as failed, with its message in the events', async () => {
  const folder = join(root, 'failed');
  const end = await session(folder, { changes: { rollout: { maxTokens: 4 }, train: { evaluateEvery: 0 } } });
  assert.ok(end.end === 'failed');
  assert.match(end.message, /expected the prompt .* to be shorter than 4 tokens/);
  assert.deepEqual(events(folder).at(-1)!.message, end.message);
  assert.equal(lockHolder(folder), null);
});

test('a changed warm start stops only a run that still needs it', async () => {
  const named = join(root, 'changing');
  const warmStart = loadWarmStart(checkpoint);
  saveWarmStart(named, warmStart);
  const beginAndStop = async (name: string, klCoefficient: number): Promise<string> => {
    const folder = join(root, `changing ${name}`);
    await session(folder, {
      changes: { model: { checkpoint: named }, algorithm: { name: 'igpo', klCoefficient } },
      act: (step, control) => step === 1 && control.stop(),
    });
    return folder;
  };
  const [plain, reference, lost] = [
    await beginAndStop('plain', 0),
    await beginAndStop('reference', 0.01),
    await beginAndStop('lost', 0),
  ];
  rmSync(join(lost, 'checkpoints'), { recursive: true });
  const doubled = Object.entries(warmStart.params).map(([name, { shape, data }]) => [
    name,
    { shape, data: data.map((x) => 2 * x) },
  ]);
  saveWarmStart(named, { ...warmStart, params: Object.fromEntries(doubled) });
  const sentence = new RegExp(`expected the warm start ${warmStart.paramsHash.slice(0, 12)} that it began from, got `);
  for (const folder of [reference, lost]) {
    await assert.rejects(session(folder, { resume: true }), sentence);
    assert.equal(kinds(folder).at(-1), 'stopped');
  }
  assert.deepEqual(await session(plain, { resume: true }), { end: 'steps', step: 3 });
});

test('a run that cannot begin leaves nothing behind', async () => {
  const other = join(root, 'other vocabulary');
  const warmStart = loadWarmStart(checkpoint);
  saveWarmStart(other, { ...warmStart, tokenizer: 'bytes' });
  const broken = join(root, 'no width');
  saveWarmStart(broken, { ...warmStart, architecture: { layers: 2 } });
  const cases: [object, RegExp][] = [
    [{ model: { checkpoint: 'nowhere' } }, /config\.model\.checkpoint: unknown checkpoint nowhere/],
    [{ model: { checkpoint: join(root, 'nowhere') } }, /expected the folder of a warm start/],
    [{ model: { checkpoint: other } }, /expected the tokenizer worlds of world graded, got bytes/],
    [{ model: { checkpoint: broken } }, /architecture\.vocabularySize: expected a value, got nothing/],
    [{ device: 'cuda' }, /config\.device: expected one of cpu, webgpu, got "cuda"/],
  ];
  for (const [changes, sentence] of cases) {
    const folder = join(root, 'refused');
    await assert.rejects(async () => session(folder, { changes: changes as Record<string, unknown> }), sentence);
    assert.ok(!existsSync(folder));
  }
});
