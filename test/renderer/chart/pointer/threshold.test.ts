import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axis } from '../../../../renderer/chart/scene/axis.ts';
import { thresholdAt } from '../../../../renderer/chart/pointer/threshold.ts';

test('a dragged threshold is as round as the pixels allow, and stays on the axis', () => {
  const y = axis({ low: 0, high: 1 }, [208, 8], { kind: 'linear', spacing: 40, nice: false, unit: 'share' });
  assert.equal(thresholdAt(y, 108), 0.5);
  assert.equal(thresholdAt(y, 109), 0.49); // 0.495 of two pixels that are 0.01
  assert.equal(thresholdAt(y, -500), 1);
  assert.equal(thresholdAt(y, 900), 0);
});
