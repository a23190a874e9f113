import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSlices } from '../../../../main/services/library/slices.ts';

const going = new AbortController().signal;

/** A clock that moves only when work says how long it took. */
function handMovedClock() {
  let now = 0;
  const rests: number[] = [];
  return {
    rests,
    move: (ms: number) => void (now += ms),
    clock: { now: () => now, rest: async (ms: number) => void rests.push(ms) },
  };
}

test('a long heavy step is followed by a rest three times as long', async () => {
  const { rests, move, clock } = handMovedClock();
  function* work(): Generator<'heavy'> {
    for (const ms of [10, 40, 20]) {
      move(ms);
      yield 'heavy';
    }
  }
  assert.equal(await inSlices(work(), going, 8, clock), 70, 'what the steps took is returned');
  assert.deepEqual(rests, [30, 120, 60]);
});

test('short steps share a slice of 8 ms, and steps that are not heavy are followed by no rest', async () => {
  const { rests, move, clock } = handMovedClock();
  const turns: number[] = [];
  let turn = 0;
  const counting = setImmediate(function count() {
    turn++;
    setImmediate(count).unref();
  });
  function* work(): Generator<void> {
    for (let i = 0; i < 9; i++) {
      turns.push(turn);
      move(3);
      yield;
    }
  }
  await inSlices(work(), going, 8, clock);
  clearImmediate(counting);
  assert.deepEqual(
    [turns[0], turns[3], turns[6]].map((begun) => turns.filter((one) => one === begun).length),
    [3, 3, 3],
    'after 9 ms everything else has its turn',
  );
  assert.deepEqual(rests, []);
});

test('an aborted signal ends the work after the current step', async () => {
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
