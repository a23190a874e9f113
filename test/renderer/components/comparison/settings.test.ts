import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonSettings, thresholdOf, thresholdText } from '../../../../renderer/components/comparison/settings.ts';

const query = (text: string) => comparisonSettings(new URLSearchParams(text));

test('an address with only ids compares as a report does', () => {
  assert.deepEqual(query('of=a,b,a,'), {
    of: ['a', 'b'],
    metric: 'evaluation/test/exact_match',
    unit: 'rollouts',
    threshold: null,
    level: 0.95,
    aggregate: 'mean',
    baseline: null,
  });
});

test('an address ignores values that are not allowed', () => {
  const odd = query('of=a&metric=total/seconds&x=parsecs&threshold=high&level=2&baseline=');
  assert.deepEqual(odd, query('of=a'));
  assert.equal(query('metric=no/such_metric').metric, 'evaluation/test/exact_match');
  const all = query('of=a&metric=kl/ref_k3&x=tokens&threshold=0.25&level=0.9&baseline=grpo');
  assert.deepEqual([all.unit, all.threshold, all.level, all.baseline], ['tokens', 0.25, 0.9, 'grpo']);
});

test('a threshold is typed in per cent where the metric is a share', () => {
  assert.equal(thresholdOf('45', 'share'), 0.45);
  assert.equal(thresholdOf(' 45,5 % ', 'share'), 0.455);
  assert.equal(thresholdOf('−0.5', 'nats'), -0.5);
  for (const nothing of ['', '%', 'half', '1e999']) assert.equal(thresholdOf(nothing, 'share'), null, nothing);
  assert.equal(thresholdText(0.57, 'share'), '57');
  assert.equal(thresholdText(0.687499999, 'share'), '68.75');
});
