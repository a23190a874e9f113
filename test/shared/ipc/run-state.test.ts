import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptStates, runState } from '../../../shared/ipc/run-state.ts';
import type { RunStatus } from '../../../shared/ipc/run-state.ts';

const locked = () => true;
const free = () => false;
const unasked = () => assert.fail('nobody needs to look at the lock');

test('the state that this process gives a run counts more than its journal', () => {
  for (const attempt of attemptStates)
    for (const status of [null, 'running', 'failed', 'finished'] as const)
      assert.equal(runState({ status, attempt, isLocked: unasked }), attempt);
});

test('a run that has ended has the state that its journal says, whatever its lock', () => {
  for (const status of ['stopped', 'finished', 'failed'] satisfies RunStatus[])
    assert.equal(runState({ status, isLocked: unasked }), status);
});

test('a run that has not ended is interrupted unless a process holds its lock', () => {
  for (const status of ['running', 'paused'] satisfies RunStatus[]) {
    assert.equal(runState({ status, isLocked: locked }), status);
    assert.equal(runState({ status, isLocked: free }), 'interrupted');
  }
});

test('a run that has not begun is planned', () => {
  assert.equal(runState({ status: null, isLocked: unasked }), 'planned');
});
