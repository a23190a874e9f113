import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byValue } from '../../../shared/report/by-value.ts';

test('a difference lists the algorithms of each value, the commonest last', () => {
  const values = new Map([
    ['igpo', ['sum']],
    ['grpo', ['mean']],
    ['ppo', ['mean']],
  ]);
  assert.deepEqual(byValue({ key: 'algorithm.reward', values }, ['grpo', 'ppo', 'igpo']), [
    { value: 'sum', labels: ['igpo'] },
    { value: 'mean', labels: ['grpo', 'ppo'] },
  ]);
});

test('values of runs that differ are joined, and a missing key is a dash', () => {
  const values = new Map([['igpo', ['1', '2']]]);
  assert.deepEqual(byValue({ key: 'device', values }, ['igpo', 'grpo']), [
    { value: '1 · 2', labels: ['igpo'] },
    { value: '–', labels: ['grpo'] },
  ]);
});
