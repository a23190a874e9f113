import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { headlineMetric, isEvaluationMetric } from '../../../shared/metrics/evaluation.ts';
import { describeMetric, findMetric, metrics, metricTitle } from '../../../shared/metrics/names.ts';
import { metricsDocument } from '../../support/metrics-document.ts';

test('every metric has one entry, complete and under a group', () => {
  assert.equal(new Set(metrics.map((metric) => metric.name)).size, metrics.length);
  for (const metric of metrics) {
    assert.match(metric.name, /^(success|[a-z]+(\/(<split>|[a-z0-9_<>]+)){1,2})$/);
    for (const text of [metric.title, metric.over, metric.estimator]) assert.ok(text.length > 0, metric.name);
    assert.match(metric.reading, /[.)]$/, `${metric.name}: the reading is a sentence`);
  }
});

test('describeMetric fills patterns in and gives the direction', () => {
  assert.equal(describeMetric('gain/turn_12').unit, 'nats');
  assert.equal(describeMetric('evaluation/test/exact_match').better, 'higher');
  assert.equal(describeMetric('signal/groups_without').better, 'lower');
  assert.equal(metricTitle('gain/turn_2'), 'Information gain, turn 2');
  assert.equal(metricTitle('evaluation/test/turns'), 'Turns (test)');
  assert.equal(metricTitle('rollout/stop_maxTurns'), 'Stopped: maxTurns');
});

test('algorithms are compared by exact match on the test questions, under the name that journals hold', () => {
  assert.equal(headlineMetric, 'evaluation/test/exact_match');
  assert.equal(metricTitle(headlineMetric), 'Exact match (test)');
  assert.ok(isEvaluationMetric(headlineMetric));
  assert.ok(!isEvaluationMetric('score/exact_match'));
});

test('describeMetric refuses unknown names and suggests the spelling', () => {
  assert.throws(
    () => describeMetric('rewrd/mean'),
    /metric rewrd\/mean: not in the dictionary — did you mean reward\/mean\?/,
  );
  for (const name of ['gain/turn_0', 'gain/turn_', 'rollout/stop_bored', 'evaluation//turns', 'gain/turn_1x'])
    assert.equal(findMetric(name), null, name);
});

test('docs/metrics.md is what the dictionary generates', () => {
  const written = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  assert.equal(written, metricsDocument(), 'run npm run docs');
});
