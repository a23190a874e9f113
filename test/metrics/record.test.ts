import { test } from 'node:test';
import assert from 'node:assert/strict';
import { formatMetricsLine, metricsRecord, parseMetricsLine } from '../../shared/metrics/record.ts';

test('values that are not finite become null and are counted', () => {
  const record = metricsRecord(3, { 'reward/mean': 0.5, 'gain/mean': NaN, 'kl/old_k1': -Infinity }, 12);
  assert.deepEqual(record, {
    step: 3,
    time: 12,
    values: { 'reward/mean': 0.5, 'gain/mean': null, 'kl/old_k1': null, 'record/non_finite': 2 },
  });
});

test('a record survives its line', () => {
  const record = metricsRecord(0, { 'reward/mean': -0.25 });
  assert.deepEqual(parseMetricsLine(formatMetricsLine(record)), record);
  assert.ok(!('time' in record));
});

test('a line of another kind is refused with a sentence', () => {
  assert.throws(() => parseMetricsLine('{"step":1}'), /expected an object with step and values/);
  assert.throws(
    () => parseMetricsLine('{"step":-1,"values":{}}', 'run r1'),
    /run r1: expected step as an integer ≥ 0, got -1/,
  );
  assert.throws(() => parseMetricsLine('{"step":1,"values":{"a":"x"}}'), /a number or null for a, got "x"/);
  assert.throws(() => parseMetricsLine('{"step":1,"val'), SyntaxError);
});
