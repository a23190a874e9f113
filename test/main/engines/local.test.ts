/** What a training process can do to its host: end its own attempt. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { StartProcess } from '../../../main/processes/own-process.ts';
import { localEngine } from '../../../main/engines/local.ts';
import { plannedRuns } from '../../../main/run-folder/experiment-folder.ts';
import { readForLock } from '../../../main/run-folder/lock.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';
import { syntheticExperiment } from '../../support/synthetic-runs.ts';

/** How the attempt ends whose process says this first. */
async function endOf(message: unknown) {
  const exit = Promise.withResolvers<null>();
  const startProcess: StartProcess = (_name, _args, hear) => {
    setImmediate(() => hear(message));
    const over = exit.promise.then(() => ({ code: null, signal: 'SIGKILL', complaint: '', refusal: null }));
    return { send: () => undefined, dismiss: () => exit.resolve(null), kill: () => exit.resolve(null), ended: over };
  };
  const request = { folder: '/nowhere', config: null, codeVersion: 'test' };
  const reports: unknown[] = [];
  const end = await localEngine(startProcess).start(request, (report) => reports.push(report)).ended;
  return { end, reports };
}

test('any message that is not one of a session ends the attempt with a sentence', async () => {
  const circle: Record<string, unknown> = { kind: 'step', step: 1 };
  circle.metrics = circle;
  const wrong = [
    ...[null, 7, 'ended', [], {}, { kind: 'constructor' }, { kind: '__proto__' }, { kind: ['ended'] }, circle],
    ...[
      { kind: 'ended' },
      { kind: 'ended', end: null },
      { kind: 'ended', end: {} },
      { kind: 'ended', end: { end: 'x' } },
    ],
    ...[{ kind: 'refused' }, { kind: 'refused', message: 7 }, { kind: 'step', step: -1, metrics: {} }],
    ...[
      { kind: 'step', step: 1, metrics: { a: 'b' } },
      { kind: 'started', device: 'cpu', step: 0, damaged: [1n] },
    ],
    ...hostileStrings.map((kind) => ({ kind })),
  ];
  for (const message of wrong) {
    const { end, reports } = await endOf(message);
    assert.equal(end.end, 'crashed');
    assert.match(
      'message' in end ? end.message : '',
      /^the training process said what no session says \(.+\) — resume/s,
    );
    assert.deepEqual(reports, []);
  }
});

test('an attempt ends as its session reports', async () => {
  for (const end of [
    { end: 'steps', step: 3 },
    { end: 'failed', message: 'disk: expected room, got none' },
  ])
    assert.deepEqual((await endOf({ kind: 'ended', end })).end, end);
  assert.deepEqual((await endOf({ kind: 'refused', message: 'no such device' })).end, {
    ...{ end: 'refused', message: 'no such device' },
  });
});

test('a process reads two files of the warm start that its config names, and nothing else in that folder', () => {
  const reaches: unknown[] = [];
  const startProcess: StartProcess = (_name, _args, _hear, reach) => {
    reaches.push(reach);
    return { send: () => undefined, dismiss: () => undefined, kill: () => undefined, ended: new Promise(() => null) };
  };
  const [{ config }] = plannedRuns('.', syntheticExperiment('one', 1));
  const named = { ...config, model: { ...config.model, checkpoint: '/home/person' } };
  localEngine(startProcess).start({ folder: '/nowhere', config: named, codeVersion: 'test' }, () => undefined);
  const read = ['/home/person/model.json', '/home/person/params.safetensors'].map((path) => resolve(path));
  assert.deepEqual(reaches, [{ read: [...read, ...readForLock('/nowhere')], write: ['/nowhere'] }]);
});
