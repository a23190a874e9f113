import { test } from 'node:test';
import assert from 'node:assert/strict';
import { advance, begun, isTenth, progressLine, secondsLeft } from '../../../main/cli/progress.ts';

const step = (n: number, metrics: Record<string, number> = {}) => ({ kind: 'step', step: n, metrics }) as const;

test('the time left follows from the steps of this session, not from those before it', () => {
  const resumed = begun(40, 60, 1000);
  assert.ok(Number.isNaN(secondsLeft(resumed, 5000)));
  // 5 steps in 10 s, 15 to go
  assert.equal(secondsLeft(advance(resumed, step(45)), 11_000), 30);
});

test('success is the mean of the last ten steps', () => {
  const values = [1, ...Array.from({ length: 10 }, () => 0.2)];
  const progress = values.reduce((p, success, i) => advance(p, step(i + 1, { success })), begun(0, 60, 0));
  assert.match(
    progressLine('igpo seed 1', progress, 22_000),
    /^igpo seed 1 {2}█+░+ {2}11\/60 {2}success 20 % {2}1:38 left$/,
  );
});

test('the evaluation before training does not count as a step', () => {
  const line = progressLine('a', advance(begun(0, 10, 0), step(0, { 'total/rollouts': 0 })), 100);
  assert.equal(line, `a  ${'░'.repeat(20)}   0/10`);
});

test('a log gets ten lines, or one per step in shorter runs', () => {
  const lines = (steps: number) => Array.from({ length: steps }, (_, i) => i + 1).filter((n) => isTenth(n, steps));
  assert.deepEqual(lines(60), [6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
  assert.deepEqual(lines(3), [1, 2, 3]);
});
