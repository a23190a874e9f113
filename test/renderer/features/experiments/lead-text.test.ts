/** The verdict of an experiment in the words of its row. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadText } from '../../../../renderer/features/experiments/lead-text.ts';
import type { Lead } from '../../../../shared/ipc/views.ts';

const lead: Lead = {
  ...{ ahead: 'igpo', behind: 'grpo', conclusion: 'shown', mean: 0.1424, unit: 'share', pairs: 5 },
  interval: { low: -0.0061, high: 0.2909, level: 0.95 },
};

test('a difference of shares is in points, with its interval and the number of pairs', () => {
  assert.deepEqual(leadText(lead), {
    ...{ claim: 'ahead', difference: '+14.2 pts', interval: '[−0.6, 29.1]', n: 'n 5' },
  });
});

test('without an interval nothing stands in its place, and the claim is unsure', () => {
  const { claim, interval } = leadText({ ...lead, conclusion: 'unknown', interval: null });
  assert.deepEqual([claim, interval], ['unsure', '']);
});

test('other units are as they are, and a difference of nothing has no sign', () => {
  assert.equal(leadText({ ...lead, unit: 'nats', mean: 1.234 }).difference, '+1.23 nats');
  assert.equal(leadText({ ...lead, unit: '', mean: 0 }).difference, '0');
  assert.equal(leadText({ ...lead, mean: 0 }).difference, '0.0 pts');
});
