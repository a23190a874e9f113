import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSlices } from '../../../../main/services/library/slices.ts';

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
const going = new AbortController().signal;

test('a long heavy step is followed by a rest three times as long', async () => {
  function* work(): Generator<'heavy'> {
    for (let i = 0; i < 4; i++) {
      busy(10);
      yield 'heavy';
    }
  }
  const begun = performance.now();
  const took = await inSlices(work(), going);
  assert.ok(took >= 40, 'what the steps took is returned');
  assert.ok(performance.now() - begun >= 3.9 * took);
});

test('an aborted signal ends the work after the step under way', async () => {
  const controller = new AbortController();
  let steps = 0;
  function* work(): Generator<void> {
    for (;;) {
      if (++steps === 3) controller.abort();
      yield;
    }
  }
  await inSlices(work(), controller.signal);
  assert.equal(steps, 3);
});
